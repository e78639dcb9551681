// Binds the checks to a page's markup. Whatever control is not in the markup is
// made here, so that a page without scripts shows no dead button:
//
//   <section data-check data-bundle="/bundles/…/" data-lang="zh">…</section>
//   <form data-check-company data-api="/api/v1" data-bundle="/bundles/…/" data-lang="zh">
//     <input name="code"> <button>…</button>
//   </form>
//
// Without `data-api` (plain files, nobody to ask) the company is looked for in the
// bundle's frames. `data-sums`, the digest of SHA256SUMS, may stand beside; where the bundle's
// address ends in it, it need not. Parts found by `data-check-start`,
// `-progress` (or any `<progress>`), `-status` (or `-verdict`), `-result` are used, absent ones appended; the heading
// level inside the result is `data-heading` (h3). With the verdict the section or
// form gets `data-tone` (holds, refused, open), `data-verdict` and `data-code`, and
// the event `checked` bubbles. Sign and words carry the meaning, colour may repeat it.

import { langOf, say, tell } from './messages.js';

/** What else a page may call these parts. */
const OTHERWISE = { progress: ', progress', status: ', [data-check-verdict]' };
const SIGNS = { holds: '✓', refused: '✗', open: '…' };

/** A task in a worker, or where there can be none in the page itself; returns how to stop it. */
function start(task, onProgress, onVerdict) {
  let stopped = false;
  const here = async () => {
    const { run } = await import('./run.js');
    const verdict = await run(task, (progress) => stopped || onProgress(progress));
    if (!stopped) onVerdict(verdict);
  };
  const broken = (error) => stopped || onVerdict({ status: 'broken', error: String(error) });
  let worker = null;
  let ready = false;
  try {
    worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  } catch {
    here().catch(broken);
  }
  worker?.addEventListener('message', ({ data }) => {
    if (stopped) return;
    if (data.type === 'ready') {
      ready = true;
      worker.postMessage(task);
    } else if (data.type === 'progress') onProgress(data.progress);
    else {
      worker.terminate();
      onVerdict(data.verdict);
    }
  });
  worker?.addEventListener('error', (event) => {
    worker.terminate();
    // Older browsers have workers, but none that are modules.
    if (ready) broken(event.message);
    else here().catch(broken);
  });
  return () => {
    stopped = true;
    worker?.terminate();
  };
}

/** The shared part of both checks: progress, words, result. */
class Panel {
  constructor(root, startButton = false) {
    this.root = root;
    this.lang = langOf(root.dataset.lang ?? document.documentElement.lang);
    this.button = startButton ? this.part('start', () => document.createElement('button')) : null;
    this.progress = this.part('progress', () => document.createElement('progress'));
    this.progress.hidden = true;
    if (!this.progress.hasAttribute('aria-label') && !this.progress.labels?.length) {
      this.progress.setAttribute('aria-label', say(this.lang, 'check-progress'));
    }
    this.status = this.part('status', () => document.createElement('p'));
    this.status.setAttribute('role', 'status');
    this.status.setAttribute('aria-live', 'polite');
    this.result = this.part('result', () => document.createElement('div'));
    this.result.hidden = true;
    this.cancel = null;
  }

  part(name, make) {
    const found = this.root.querySelector(`[data-check-${name}]${OTHERWISE[name] ?? ''}`) ?? make();
    found.setAttribute(`data-check-${name}`, '');
    if (!this.root.contains(found)) this.root.append(found);
    return found;
  }

  get busy() {
    return this.cancel !== null;
  }

  /** The task's addresses. */
  task(more) {
    const base = new URL(this.root.dataset.bundle, document.baseURI);
    if (!base.pathname.endsWith('/')) base.pathname += '/';
    const sums = this.root.dataset.sums || /\/([0-9a-f]{64})\/$/.exec(base.pathname)?.[1];
    return { base: base.href, sums: sums ?? null, ...more };
  }

  run(task, ended = () => {}) {
    this.stop();
    this.step = null;
    this.clear();
    this.progress.hidden = false;
    this.progress.removeAttribute('value');
    // Not around the status: what is busy is not read out.
    this.result.setAttribute('aria-busy', 'true');
    this.cancel = start(task, (progress) => this.advance(progress), (verdict) => {
      this.done(verdict);
      ended();
    });
  }

  clear() {
    this.result.hidden = true;
    this.result.replaceChildren();
    this.status.textContent = '';
    for (const name of ['tone', 'verdict', 'code']) delete this.root.dataset[name];
  }

  advance({ step, done, total }) {
    if (total > 0) {
      this.progress.max = total;
      this.progress.value = done;
    } else this.progress.removeAttribute('value');
    // Told once a step, not at every hundredth: screen readers read each change.
    if (step === this.step) return;
    this.step = step;
    this.status.textContent = say(this.lang, `check-step-${step}`);
  }

  stop() {
    this.cancel?.();
    this.cancel = null;
  }

  done(verdict) {
    this.cancel = null;
    this.progress.hidden = true;
    this.result.removeAttribute('aria-busy');
    this.show(verdict);
    this.root.dispatchEvent(new CustomEvent('checked', { bubbles: true, detail: verdict }));
  }

  show(verdict) {
    const { tone, headline, sections } = tell(this.lang, verdict);
    if (verdict.error) console.warn(verdict.error);
    const make = (name, text, parent) => {
      const element = document.createElement(name);
      element.textContent = text;
      parent?.append(element);
      return element;
    };
    const { result, root, status } = this;
    this.clear();
    // The sign is for the eye; the words, told to screen readers too, say the same.
    make('span', `${SIGNS[tone]} `, status).setAttribute('aria-hidden', 'true');
    make('strong', headline, status);
    for (const { title, lines } of sections) {
      if (title !== '') make(root.dataset.heading ?? 'h3', title, result);
      const list = make('ul', '', result);
      lines.forEach((line) => make('li', line, list));
    }
    if (sections.length > 0 && verdict.seconds) make('p', say(this.lang, 'check-took', verdict), result);
    result.hidden = result.childElementCount === 0;
    Object.assign(root.dataset, { tone, verdict: verdict.status, code: verdict.fault?.code ?? '' });
  }
}

/** One button checks the whole bundle; while it runs the same button stops it. */
function bindBundle(section) {
  const panel = new Panel(section, true);
  const { button } = panel;
  button.type = 'button';
  button.hidden = false;
  const label = (code) => {
    button.textContent = say(panel.lang, code);
  };
  label('check-start');
  button.addEventListener('click', (event) => {
    // The second half of a double click is not meant to stop what the first began.
    if (event.detail > 1) return;
    if (panel.busy) {
      panel.stop();
      panel.done({ status: 'stopped' });
      label('check-again');
      return;
    }
    label('check-stop');
    panel.run(panel.task({ kind: 'bundle' }), () => label('check-again'));
  });
}

/** The form checks one company; sent again, it begins anew with what is typed then. */
function bindCompany(form) {
  const panel = new Panel(form);
  // A form that is of no use without scripts is hidden until here.
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const api = form.dataset.api ? new URL(form.dataset.api, document.baseURI).href : null;
    const code = String(new FormData(form).get('code') ?? '');
    panel.run(panel.task({ kind: 'company', api, code }));
  });
}

/** Binds everything in `root` that asks for it, once. */
export function bind(root = document) {
  for (const [selector, binder] of [['[data-check]', bindBundle], ['form[data-check-company]', bindCompany]]) {
    for (const element of root.querySelectorAll(`${selector}:not([data-check-bound])`)) {
      element.setAttribute('data-check-bound', '');
      binder(element);
    }
  }
}

bind();
