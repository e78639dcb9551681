// Ways to tamper with a bundle, each with the code and the file it must be
// refused by. Most tamperers are thorough: they write SHA256SUMS anew, and
// where they touch what was fixed first, plan.json and the ceremony too.

import { byBytes, sha256 } from './bundles.mjs';

const swap = (lines, a, b) => {
  [lines[a - 1], lines[b - 1]] = [lines[b - 1], lines[a - 1]];
};
/** Line of the first row of a file that a test of its fields admits. */
const lineOf = (bundle, name, admits) => bundle.lines(name).findIndex((line, index) => index > 0 && admits(line.split(','))) + 1;
/** Changes a file and leaves SHA256SUMS as it was. */
const quietly = (name) => ({
  name: `${name} altered, digests left`,
  edit: (bundle) => {
    const sums = bundle.files.get('SHA256SUMS');
    const bytes = Buffer.from(bundle.files.get(name));
    bytes[bytes.length - 2] ^= 1;
    bundle.put(name, bytes).files.set('SHA256SUMS', sums);
  },
  code: 'checker-digest',
  file: name,
});
const selectedLine = (bundle) => lineOf(bundle, 'draw.csv', (row) => row[5] === 'selected');

/** Of the golden bundle `plain`, or of `from`. */
export const TAMPERS = [
  ...['amendments.csv', 'barred.csv', 'ceremony.json', 'draw.csv', 'frames/p1.csv', 'frames/p4.csv', 'opened.csv', 'plan.json',
    'quota.csv', 'roster.csv', 'short.csv', 'teams.csv', 'visits.csv'].map(quietly),
  {
    name: 'a file that is gone',
    edit: (bundle) => bundle.files.delete('visits.csv'),
    code: 'checker-missing',
    file: 'visits.csv',
  },
  {
    name: 'a frame that is gone',
    edit: (bundle) => {
      bundle.files.delete('frames/p2.csv');
      bundle.seal();
    },
    code: 'checker-missing',
    file: 'frames/p2.csv',
  },
  {
    name: 'SHA256SUMS leaves a file out',
    edit: (bundle) => bundle.files.set('SHA256SUMS', Buffer.from(bundle.text('SHA256SUMS').replace(/.*teams\.csv\n/, ''))),
    code: 'checker-sums-lacks',
    file: 'SHA256SUMS',
  },
  {
    name: 'SHA256SUMS out of order',
    edit: (bundle) => {
      const lines = bundle.lines('SHA256SUMS');
      swap(lines, 1, 2);
      bundle.files.set('SHA256SUMS', Buffer.from(`${lines.join('\n')}\n`));
    },
    code: 'checker-sums-order',
    file: 'SHA256SUMS',
  },
  {
    name: 'SHA256SUMS cut off',
    edit: (bundle) => bundle.files.set('SHA256SUMS', bundle.files.get('SHA256SUMS').subarray(0, 100)),
    code: 'checker-no-last-lf',
    file: 'SHA256SUMS',
  },
  {
    name: 'a frame the plan does not know',
    edit: (bundle) => bundle.put('frames/p9.csv', bundle.files.get('frames/p1.csv')),
    code: 'checker-frame-unplanned',
    file: 'frames/p9.csv',
  },
  {
    name: 'a plan with another spelling',
    edit: (bundle) => bundle.put('plan.json', bundle.text('plan.json').replace('"attempt":1', '"attempt": 1')),
    code: 'json-not-canonical',
    file: 'plan.json',
  },
  {
    name: 'a plan that is no JSON',
    edit: (bundle) => bundle.put('plan.json', bundle.text('plan.json').slice(0, -1)),
    code: 'json-malformed',
    file: 'plan.json',
    loose: true,
  },
  {
    name: 'a plan without a source nobody controls',
    edit: (bundle) => bundle.json('plan.json', (plan) => {
      plan.sources = plan.sources.filter(({ kind }) => kind !== 'public');
    }),
    code: 'plan-no-public-source',
    file: 'plan.json',
  },
  {
    name: 'a public value that falls due before the reveal',
    edit: (bundle) => bundle.json('plan.json', (plan) => {
      plan.sources.find(({ kind }) => kind === 'public').when = '2026-10-04T21:15:00+08:00';
    }),
    code: 'plan-source-early',
    file: 'plan.json',
  },
  {
    name: 'an attempt cut from its chain',
    edit: (bundle) => bundle.json('plan.json', (plan) => {
      plan.serial = 7;
    }),
    code: 'plan-chain',
    file: 'plan.json',
  },
  {
    name: 'a rate changed afterwards',
    edit: (bundle) => bundle.json('plan.json', (plan) => {
      plan.parts[0].strata[1].rate = '0.026';
    }),
    code: 'checker-ceremony-plan',
    file: 'ceremony.json',
  },
  {
    name: 'a rate changed, the ceremony held anew over it',
    edit: (bundle) => bundle.refreeze((plan) => {
      plan.parts[0].strata[1].rate = '0.9';
    }).rehold(),
    code: 'checker-quota-quota',
    file: 'quota.csv',
  },
  {
    name: 'one more exclusion',
    edit: (bundle) => bundle.field('frames/p1.csv', 2, 'excluded', 'cap-reached'),
    code: 'checker-frame-digest',
    file: 'frames/p1.csv',
  },
  {
    name: 'one more exclusion, frozen anew, counts left',
    edit: (bundle) => {
      const { excluded } = bundle.plan.parts[0];
      bundle.field('frames/p1.csv', 2, 'excluded', 'cap-reached').refreeze((plan) => {
        plan.parts[0].excluded = excluded;
      });
    },
    code: 'checker-frame-excluded',
    file: 'frames/p1.csv',
  },
  {
    name: 'one more exclusion, frozen and held anew',
    edit: (bundle) => {
      const code = bundle.lines('draw.csv')[1].split(',')[3];
      const line = lineOf(bundle, 'frames/p1.csv', (row) => row[0] === code);
      bundle.field('frames/p1.csv', line, 'excluded', 'cap-reached').refreeze().rehold();
    },
    code: 'checker-quota-eligible',
    file: 'quota.csv',
  },
  {
    name: 'a frame resorted',
    edit: (bundle) => bundle.edit('frames/p1.csv', (lines) => swap(lines, 40, 41)).refreeze(),
    code: 'checker-frame-order',
    file: 'frames/p1.csv',
  },
  {
    name: 'a company twice in a frame',
    edit: (bundle) => bundle.edit('frames/p1.csv', (lines) => [...lines.slice(0, 9), ...lines.slice(8)]).refreeze(),
    code: 'checker-frame-twice',
    file: 'frames/p1.csv',
  },
  {
    name: 'a row in the wrong stratum',
    edit: (bundle) => bundle.field('frames/p1.csv', 3, 'stratum', '640502/A').refreeze(),
    code: 'checker-frame-stratum',
    file: 'frames/p1.csv',
  },
  {
    name: 'a row of no stratum',
    edit: (bundle) => bundle.field('frames/p1.csv', 3, 'area', '110101').refreeze(),
    code: 'checker-stratum-none',
    file: 'frames/p1.csv',
  },
  {
    name: 'needless quotes in a frame',
    edit: (bundle) => bundle.field('frames/p1.csv', 4, 'name', (name) => `"${name}"`).refreeze(),
    code: 'csv-needless-quotes',
    file: 'frames/p1.csv',
  },
  {
    name: 'a code that is none',
    edit: (bundle) => bundle.field('frames/p1.csv', 4, 'code', (code) => code.toLowerCase()).refreeze(),
    code: 'code-malformed',
    file: 'frames/p1.csv',
  },
  {
    name: 'a name not in normal form',
    edit: (bundle) => bundle.field('frames/p1.csv', 4, 'name', 'e\u0301').refreeze(),
    code: 'text-not-nfc',
    file: 'frames/p1.csv',
  },
  {
    name: 'CRLF at the ends of lines',
    edit: (bundle) => bundle.put('frames/p1.csv', bundle.text('frames/p1.csv').replaceAll('\n', '\r\n')).refreeze(),
    code: 'checker-crlf',
    file: 'frames/p1.csv',
  },
  {
    name: 'bytes that are no UTF-8',
    edit: (bundle) => {
      const bytes = Buffer.from(bundle.files.get('frames/p1.csv'));
      bytes[bytes.length - 20] = 0xff;
      bundle.put('frames/p1.csv', bytes).refreeze();
    },
    code: 'checker-not-utf8',
    file: 'frames/p1.csv',
  },
  {
    name: 'a root that is not the rows\'',
    edit: (bundle) => bundle.json('plan.json', (plan) => {
      plan.parts[0].root = plan.parts[1].root;
    }),
    code: 'checker-frame-root',
    file: 'frames/p1.csv',
  },
  {
    name: 'a row count that is not the frame\'s',
    edit: (bundle) => bundle.json('plan.json', (plan) => {
      plan.parts[2].rows += 1;
    }),
    code: 'checker-frame-rows',
    file: 'frames/p3.csv',
  },
  {
    name: 'a company under another name in a second frame',
    edit: (bundle) => bundle.field('frames/p2.csv', 2, 'name', '另有其名').refreeze(),
    code: 'checker-frames-name',
    file: 'frames/p2.csv',
  },
  {
    name: 'a company elsewhere in a second frame',
    edit: (bundle) => bundle.field('frames/p2.csv', 2, 'area', (area) => `${area.slice(0, 6)}777`).refreeze(),
    code: 'checker-frames-area',
    file: 'frames/p2.csv',
  },
  {
    name: 'an inspector left out of the roster',
    edit: (bundle) => bundle.edit('roster.csv', (lines) => lines.filter((_, index) => index !== 5)),
    code: 'checker-fixed-digest',
    file: 'roster.csv',
  },
  {
    name: 'a bar left out',
    edit: (bundle) => bundle.edit('barred.csv', (lines) => lines.filter((_, index) => index !== 5)),
    code: 'checker-fixed-digest',
    file: 'barred.csv',
  },
  {
    name: 'a roster out of order, frozen anew',
    edit: (bundle) => bundle.edit('roster.csv', (lines) => swap(lines, 2, 3)).refreeze(),
    code: 'checker-roster-order',
    file: 'roster.csv',
  },
  {
    name: 'a commitment opened to another value',
    edit: (bundle) => bundle.json('ceremony.json', (ceremony) => {
      ceremony.contributions[0].value = '三六九=370';
    }),
    code: 'commitment-wrong',
    file: 'ceremony.json',
  },
  {
    name: 'a commitment opened with another nonce',
    edit: (bundle) => bundle.json('ceremony.json', (ceremony) => {
      ceremony.contributions[0].nonce = sha256('another');
    }),
    code: 'commitment-wrong',
    file: 'ceremony.json',
  },
  {
    name: 'a commitment re-made after the fact, plan and all',
    edit: (bundle) => {
      const { plan, attempt } = bundle.plan;
      const nonce = sha256('later');
      const lines = ['choucha/1 commit', plan, String(attempt), 'observer-1', nonce, '随意'];
      bundle.refreeze((document) => {
        document.sources[0].commitment = sha256(lines.map((line) => `${line}\n`).join(''));
      });
      bundle.json('ceremony.json', ({ contributions }) => Object.assign(contributions[0], { nonce, value: '随意' }));
      bundle.rehold();
    },
    code: 'checker-quota-quota',
    file: 'quota.csv',
  },
  {
    name: 'a lottery number misspelt',
    edit: (bundle) => bundle.json('ceremony.json', (ceremony) => {
      ceremony.contributions[2].value = '3 11 17 20 26 31 08';
    }),
    code: 'public-spelling',
    file: 'ceremony.json',
  },
  {
    name: 'another lottery draw',
    edit: (bundle) => bundle.json('ceremony.json', (ceremony) => {
      ceremony.contributions[2].value = '04 11 17 20 26 31 08';
    }),
    code: 'checker-ceremony-seed',
    file: 'ceremony.json',
  },
  {
    name: 'sources in another order',
    edit: (bundle) => bundle.json('ceremony.json', ({ contributions }) => contributions.reverse()),
    code: 'ceremony-sources',
    file: 'ceremony.json',
  },
  {
    name: 'a quota raised',
    edit: (bundle) => bundle.field('quota.csv', 3, 'quota', (quota) => String(Number(quota) + 1)),
    code: 'checker-quota-quota',
    file: 'quota.csv',
  },
  {
    name: 'a stratum counted wrongly',
    edit: (bundle) => bundle.field('quota.csv', 3, 'rows', (rows) => String(Number(rows) + 1)),
    code: 'checker-quota-rows',
    file: 'quota.csv',
  },
  {
    name: 'a stratum left out of quota.csv',
    edit: (bundle) => bundle.edit('quota.csv', (lines) => lines.slice(0, -1)),
    code: 'checker-quota-lacks',
    file: 'quota.csv',
  },
  {
    name: 'rows of the draw swapped',
    edit: (bundle) => bundle.edit('draw.csv', (lines) => swap(lines, 2, 3)),
    code: 'checker-draw-rank',
    file: 'draw.csv',
  },
  {
    name: 'rows of the draw swapped, ranks put right',
    edit: (bundle) => bundle.edit('draw.csv', (lines) => {
      const [a, b] = [lines[2].split(','), lines[3].split(',')];
      [a[3], a[4], b[3], b[4]] = [b[3], b[4], a[3], a[4]];
      [lines[2], lines[3]] = [a.join(','), b.join(',')];
    }),
    code: 'checker-draw-descends',
    file: 'draw.csv',
  },
  {
    name: 'a smaller ticket',
    edit: (bundle) => bundle.field('draw.csv', 3, 'ticket', (ticket) => `00${ticket.slice(2)}`),
    code: 'checker-draw-ticket',
    file: 'draw.csv',
  },
  {
    name: 'a reserve called selected',
    edit: (bundle) => bundle.field('draw.csv', 3, 'outcome', 'selected'),
    code: 'checker-draw-selected',
    file: 'draw.csv',
  },
  {
    name: 'a drawn company dropped, the next moved up',
    edit: (bundle) => {
      const line = selectedLine(bundle);
      bundle.edit('draw.csv', (lines) => {
        const [part, stratum] = lines[line - 1].split(',');
        const kept = lines.filter((_, index) => index !== line - 1);
        let rank = 0;
        return kept.map((row) => {
          const fields = row.split(',');
          if (fields[0] !== part || fields[1] !== stratum) return row;
          fields[2] = String(++rank);
          if (rank === 1) fields[5] = 'selected';
          return fields.join(',');
        });
      });
    },
    code: 'checker-draw-count',
    file: 'draw.csv',
  },
  {
    name: 'somebody eligible passed over for somebody with a larger ticket',
    edit: (bundle) => {
      const { seed } = JSON.parse(bundle.text('ceremony.json'));
      const rows = bundle.lines('draw.csv').slice(1).map((line) => line.split(','));
      const [part, stratum] = rows[0];
      const listed = rows.filter((row) => row[0] === part && row[1] === stratum).map((row) => row[3]);
      const others = bundle.lines(`frames/${part}.csv`).slice(1).map((line) => line.split(','))
        .filter((row) => row.at(-2) === stratum && row.at(-1) === '' && !listed.includes(row[0]))
        .map(([code]) => ({ code, ticket: sha256(`${seed}:${code}`) })).sort((a, b) => byBytes(a.ticket, b.ticket));
      bundle.edit('draw.csv', (lines) => {
        // The last reserve of the first stratum gives way to the next one behind it.
        const at = listed.length;
        const fields = lines[at].split(',');
        [fields[3], fields[4]] = [others[0].code, others[0].ticket];
        lines[at] = fields.join(',');
      });
    },
    code: 'checker-draw-omits',
    file: 'draw.csv',
  },
  {
    name: 'a row added behind the draw',
    edit: (bundle) => bundle.edit('draw.csv', (lines) => [...lines, lines[1]]),
    code: 'checker-draw-order',
    file: 'draw.csv',
  },
  {
    name: 'a visit left out',
    edit: (bundle) => bundle.edit('visits.csv', (lines) => lines.slice(0, -1)),
    code: 'checker-visit-lacks',
    file: 'visits.csv',
  },
  {
    name: 'visits out of order',
    edit: (bundle) => bundle.edit('visits.csv', (lines) => {
      const [a, b] = [lines[1].split(','), lines[2].split(',')];
      [lines[1], lines[2]] = [['1', ...b.slice(1)].join(','), ['2', ...a.slice(1)].join(',')];
    }),
    code: 'checker-visit-order',
    file: 'visits.csv',
  },
  {
    name: 'a visit of more parts than drew it',
    edit: (bundle) => bundle.field('visits.csv', 2, 'parts', 'p1;p2'),
    code: 'checker-visit-parts',
    file: 'visits.csv',
  },
  {
    name: 'a visit to a company nobody drew',
    edit: (bundle) => {
      const { seed } = JSON.parse(bundle.text('ceremony.json'));
      const drawn = new Set(bundle.lines('visits.csv').map((line) => line.split(',')[1]));
      const code = bundle.lines('frames/p1.csv').slice(1).map((line) => line.split(',')[0]).find((one) => !drawn.has(one));
      bundle.edit('visits.csv', (lines) => [...lines, `${lines.length},${code},${sha256(`${seed}:${code}`)},p1`]);
    },
    code: 'checker-visit-unselected',
    file: 'visits.csv',
  },
  {
    name: 'a bar opened to somebody else',
    edit: (bundle) => bundle.field('opened.csv', 2, 'inspector', '虚证00001'),
    code: 'checker-opened-mark',
    file: 'opened.csv',
  },
  {
    name: 'a bar not opened',
    edit: (bundle) => bundle.edit('opened.csv', (lines) => lines.slice(0, -1)),
    code: 'checker-opened-lacks',
    file: 'opened.csv',
  },
  {
    name: 'an amendment of no visit',
    edit: (bundle) => bundle.edit('amendments.csv', (lines) => [
      ...lines, '1,substitute,9999,p1,,91640502199608416C,,gone,2026-10-10T09:00:00+08:00']),
    code: 'checker-amend-visit',
    file: 'amendments.csv',
  },
  {
    name: 'amendments numbered anew',
    from: 'amended',
    edit: (bundle) => bundle.field('amendments.csv', 3, 'seq', '9'),
    code: 'checker-amend-seq',
    file: 'amendments.csv',
  },
  {
    name: 'a substitute out of turn',
    from: 'amended',
    edit: (bundle) => {
      const line = lineOf(bundle, 'amendments.csv', (row) => row[1] === 'substitute' && row[6] !== '');
      const [, , , part, , , taken] = bundle.lines('amendments.csv')[line - 1].split(',');
      const other = bundle.lines('draw.csv').map((row) => row.split(',')).find((row) => row[0] === part && row[5] === 'reserve' && row[3] !== taken);
      bundle.field('amendments.csv', line, 'new', other[3]);
    },
    code: 'checker-amend-reserve',
    file: 'amendments.csv',
  },
  {
    name: 'the wrong company replaced',
    from: 'amended',
    edit: (bundle) => {
      const line = lineOf(bundle, 'amendments.csv', (row) => row[1] === 'substitute');
      bundle.field('amendments.csv', line, 'old', bundle.lines('visits.csv').at(-1).split(',')[1]);
    },
    code: 'checker-amend-old',
    file: 'amendments.csv',
  },
  {
    name: 'an amendment before the one above it',
    from: 'amended',
    edit: (bundle) => bundle.field('amendments.csv', bundle.lines('amendments.csv').length, 'at', '2020-01-01T09:00:00+08:00'),
    code: 'checker-amend-time',
    file: 'amendments.csv',
  },
  {
    name: 'a drand value that is not its signature\'s',
    from: 'drand',
    edit: (bundle) => bundle.json('ceremony.json', ({ contributions }) => {
      contributions.find(({ signature }) => signature).value = sha256('x');
    }),
    code: 'drand-value',
    file: 'ceremony.json',
  },
  {
    name: 'a sealed source never opened',
    from: 'sealed',
    edit: (bundle) => bundle.json('ceremony.json', (ceremony) => {
      const sealed = bundle.plan.sources.findIndex(({ kind }) => kind === 'sealed');
      delete ceremony.contributions[sealed].nonce;
      ceremony.contributions[sealed].value = '';
    }),
    code: 'contribution-no-nonce',
    file: 'ceremony.json',
  },
  {
    name: 'a list of groups that no plan asks for',
    edit: (bundle) => bundle.put('groups.csv', 'department,group,inspector\n'),
    code: 'checker-groups-unplanned',
    file: 'groups.csv',
  },
  {
    name: 'groups altered, digests left',
    from: 'group',
    edit: quietly('groups.csv').edit,
    code: 'checker-digest',
    file: 'groups.csv',
  },
];
