// Runs checks beside the page, so that it stays alive. One message in starts a
// check, messages out tell its progress and at last its verdict.

import { run } from './run.js';

self.addEventListener('message', async ({ data }) => {
  const verdict = await run(data, (progress) => self.postMessage({ type: 'progress', progress }));
  self.postMessage({ type: 'verdict', verdict });
});
self.postMessage({ type: 'ready' });
