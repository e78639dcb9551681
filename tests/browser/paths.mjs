// Where things lie, for all tests of the pages.

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** Where `run` put packages, the demo and copies. */
export const work = path.join(root, 'target/browser');
/** The program. */
export const choucha = path.resolve(root, process.env.CHOUCHA ?? 'target/debug/choucha');
/** Scripts as they are served. */
export const assets = path.join(root, 'src/web/assets');
/** A bundle made by `choucha demo`. */
export const demo = path.join(work, 'demo/bundle');
/** The golden bundles. */
export const golden = path.join(root, 'tests/golden');
/** A bundle made by another implementation; it may be absent. */
export const foreign = path.resolve(root, '../shared/vectors/bundle');
/** Hash-tree vectors made elsewhere; they may be absent. */
export const vectors = path.resolve(root, '../shared/vectors/merkle/inclusion');

/** A served module of `check/`, for node. */
export const served = (name) => import(pathToFileURL(path.join(work, 'check', name)).href);

/** An installed package. */
export const require = createRequire(path.join(work, 'package.json'));
