// Large bundles of two departments, written from the protocol alone, with what
// the browser's check reads; teams are left empty, since it does not look at them.

import { Bundle, byBytes, canonical, sha256, treeHead } from './bundles.mjs';

const joined = (texts) => `${texts.join('\n')}\n`;
const lines = (...texts) => joined(texts);

/** A bundle with one frame of `count` rows and one of every tenth of them. */
export function sample(count) {
  const areas = ['640502', '640521', '640522'];
  const classes = ['A', 'B', 'C', 'D'];
  const rows = Array.from({ length: count }, (_, i) => {
    const area = `${areas[i % 3]}${String(i % 7).padStart(3, '0')}`;
    const cls = classes[i % 11 % 4];
    const name = i % 97 === 0 ? `"虚构第${i}号商贸,个体工商户"` : `虚构第${i}号科技有限公司`;
    return { code: `91640502${String(i).padStart(9, '0')}X`, name, area, cls, stratum: `${areas[i % 3]}/${cls}`, excluded: i % 29 === 0 ? 'checked-recently' : '' };
  });
  const csv = (row) => `${row.code},${row.name},${row.area},${row.cls},${row.stratum},${row.excluded}`;
  const files = new Map();
  const parts = [['p1', '市场监管局', rows, '0.03'], ['p2', '消防救援大队', rows.filter((_, i) => i % 10 === 3), '0.05']]
    .map(([part, department, own, rate]) => {
      const data = own.map(csv);
      const bytes = Buffer.from(joined(['code,name,area,class,stratum,excluded'].concat(data)));
      files.set(`frames/${part}.csv`, bytes);
      const excluded = own.filter((row) => row.excluded !== '').length;
      return {
        own,
        of: {
          part, department, items: ['事项'], competences: ['类别1'], team: 2, rows: own.length, sha256: sha256(bytes), root: treeHead(data),
          excluded: excluded ? { 'checked-recently': excluded } : {}, scope: {},
          strata: areas.flatMap((area) => classes.map((cls) => ({
            stratum: `${area}/${cls}`, areas: [area], classes: [cls], rate, round: 'up', base: 'all', min: null, max: null, reserves: 3,
          }))),
        },
      };
    });
  const empty = (name, header) => files.set(name, Buffer.from(lines(header)));
  empty('roster.csv', 'inspector,name,department,areas,competences,valid_from,valid_to,available');
  empty('barred.csv', 'code,mark');
  empty('opened.csv', 'code,inspector,salt');
  empty('short.csv', 'visit,department,candidates,needed');
  empty('teams.csv', 'visit,department,inspector,role');
  empty('amendments.csv', 'seq,kind,visit,part,department,old,new,reason,at');
  const fixed = (name) => ({ rows: 0, sha256: sha256(files.get(name)) });
  const nonce = sha256('nonce');
  files.set('plan.json', Buffer.from(canonical({
    protocol: 'choucha/1', office: '虚构县', serial: 1, previous: null, plan: '2026Q4-1', attempt: 1, title: '大样本', cutoff: '2026-09-30',
    window: ['2026-10-08', '2026-12-20'], registry: sha256('registry'), parts: parts.map(({ of }) => of),
    roster: fixed('roster.csv'), barred: fixed('barred.csv'), reveal_by: '2026-10-05T09:00:00+08:00',
    sources: [
      { source: 'observer', kind: 'commitment', commitment: sha256(lines('choucha/1 commit', '2026Q4-1', '1', 'observer', nonce, '甲')) },
      { source: 'lottery', kind: 'public', describe: '号码', when: '2026-10-05T21:15:00+08:00', form: { count: 3, width: 2 } },
    ],
  })));
  const p = sha256(files.get('plan.json'));
  const seed = sha256(lines('choucha/1 seed', p, 'observer=甲', 'lottery=01 02 03'));
  files.set('ceremony.json', Buffer.from(canonical({
    contributions: [{ source: 'observer', value: '甲', nonce }, { source: 'lottery', value: '01 02 03' }], plan: p, seed,
  })));
  const quota = [];
  const draw = [];
  const visits = new Map();
  for (const { own, of } of parts) {
    const drawn = own.map((row) => ({ ...row, ticket: row.excluded ? '' : sha256(`${seed}:${row.code}`) }));
    for (const { stratum, rate, reserves } of of.strata) {
      const all = drawn.filter((row) => row.stratum === stratum);
      const eligible = all.filter((row) => row.ticket !== '').sort((a, b) => byBytes(a.ticket, b.ticket));
      const take = Math.min(Number((BigInt(rate.slice(2)) * BigInt(all.length) + 99n) / 100n), eligible.length);
      quota.push(`${of.part},${stratum},${all.length},${eligible.length},${take},${reserves}`);
      eligible.slice(0, take + reserves).forEach(({ code, ticket }, index) => {
        draw.push(`${of.part},${stratum},${index + 1},${code},${ticket},${index < take ? 'selected' : 'reserve'}`);
        if (index < take) visits.set(ticket, { code, parts: [...(visits.get(ticket)?.parts ?? []), of.part] });
      });
    }
  }
  files.set('quota.csv', Buffer.from(joined(['part,stratum,rows,eligible,quota,reserves'].concat(quota))));
  files.set('draw.csv', Buffer.from(joined(['part,stratum,rank,code,ticket,outcome'].concat(draw))));
  const ordered = [...visits].sort(([a], [b]) => byBytes(a, b));
  files.set('visits.csv', Buffer.from(joined(['visit,code,ticket,parts'].concat(
    ordered.map(([ticket, { code, parts: own }], index) => `${index + 1},${code},${ticket},${own.join(';')}`)))));
  return new Bundle(files).seal();
}
