// Which stratum of its part a row lies in: exactly one, by area and class
// (protocol §1). Found by scope instead of one by one: a part may have thousands.

import { RULE, wrong } from './fault.js';

export class Strata {
  constructor(part) {
    this.part = part;
    this.byScope = new Map();
    part.strata.forEach((stratum, index) => stratum.areas.forEach((area) => {
      if (!this.byScope.has(area)) this.byScope.set(area, []);
      this.byScope.get(area).push(index);
    }));
    this.classes = part.strata.map((stratum) => new Set(stratum.classes));
  }

  /** Index of the one stratum of an area and a class. */
  find(area, cls) {
    const found = new Set();
    const take = (scope) => (this.byScope.get(scope) ?? []).forEach((index) => {
      if (this.classes[index].size === 0 || this.classes[index].has(cls)) found.add(index);
    });
    for (let length = 1; length <= area.length; length++) take(area.slice(0, length));
    take('*');
    const [first, second] = [...found].sort((a, b) => a - b);
    const name = (index) => this.part.strata[index].stratum;
    if (first === undefined) wrong(RULE.plan, 'checker-stratum-none', { area, class: cls });
    if (second !== undefined) {
      wrong(RULE.plan, 'checker-stratum-several', { area, class: cls, first: name(first), second: name(second) });
    }
    return first;
  }
}
