// What is wrong with a bundle: where, by which rule, and why. Reasons are
// codes with arguments; `messages.js` has their words.

/** Sections of the protocol (src/draw/PROTOCOL.md), as faults name them. */
export const RULE = Object.freeze({
  grammar: 0, plan: 1, seed: 2, entities: 3, inspectors: 4, amendments: 5, bundle: 6, log: 7,
});

/** A reason, not yet placed in a file: thrown by whoever looks at one field or row. */
export class Wrong extends Error {
  constructor(code, args = {}, rule = undefined) {
    super(code);
    this.code = code;
    this.args = args;
    this.rule = rule;
  }

  /** Places it; the rule is the given one unless the reason brought its own. */
  at(file, line, rule) {
    return new Fault(file, line, this.rule ?? rule, this.code, this.args);
  }
}

/** The first thing found wrong. `line` counts from 1, the header being line 1; `null` for a whole file. */
export class Fault extends Error {
  constructor(file, line, rule, code, args = {}) {
    super(`${file}${line === null ? '' : `:${line}`}: §${rule} ${code}`);
    Object.assign(this, { file, line, rule, code, args });
  }
}

/** A file could not be fetched: says nothing about the bundle. */
export class Unavailable extends Error {
  constructor(file, code, args = {}) {
    super(`${file}: ${code}`);
    Object.assign(this, { file, code, args });
  }
}

/** Runs `work`; a reason it throws is placed in the file. */
export function placed(file, line, rule, work) {
  try {
    return work();
  } catch (error) {
    throw error instanceof Wrong ? error.at(file, line, rule) : error;
  }
}

/** Throws a reason of the given rule. */
export function wrong(rule, code, args) {
  throw new Wrong(code, args, rule);
}
