# Results
cli-refused = not done: { $reason }
cli-bundle-fails = the bundle does not hold: { $reason }
cli-waiting = { $held } (waiting, { $seconds } seconds at most …)
demo-option = the demo makes an office and a clock of its own and does not take { $option }; say where it goes behind the command: choucha demo my-demo
cli-output-failed = the result could not be written: { $error }
init-done = set up an office in “{ $folder }”: { $office }
init-practice = it is a practice office: --at sets its clock, and every bundle of it says that it is practice
init-next = next: choucha status lists what there is to do
import-rows = { $read } rows read = { $taken } taken + { $rejected } rejected
import-merged = of those taken, { $merged } said the same as another and went into it
import-difference = { $new } new, { $changed } changed, { $unchanged } unchanged, { $gone } gone
import-same = the same as before: nothing was changed
import-moved = { $moved } moved here from another county
import-rejects = rejected rows are in { $path }, each with its reason and remedy. For instance:
import-reject = { $file } row { $row }, { $column } “{ $value }”: { $reason }
import-doubts = { $count ->
    [one] one thing to look at:
   *[other] { $count } things to look at:
  }
import-dry-run = this was a preview; nothing was changed
import-manifest = registry version { $manifest }
export-done = { $rows } rows written: { $file }
approve-done = { $head } approved plan { $plan } at { $at } (text { $sha256 }). Any change needs a new approval
approve-later = { $head } approved the urgent plan { $plan } afterwards, at { $at } (text { $sha256 })
approve-already = this text of plan { $plan } ({ $sha256 }) was approved by { $head } at { $at }; nothing was changed
approve-faults = { $count ->
    [one] mind: as the registries and the text stand the freeze will refuse it; one thing to mend, and a changed text needs a new approval:
   *[other] mind: as the registries and the text stand the freeze will refuse it; { $count } things to mend, and a changed text needs a new approval:
}
commit-made = value and nonce are in { $path }, readable by you only. Keep it, and keep it to yourself, until the reveal
commit-registered = the commitment of source { $source } is registered for plan { $plan }, attempt { $attempt }:
commit-already = this commitment of source { $source } was registered for plan { $plan }, attempt { $attempt }, before; nothing was changed:
commit-hand-in = hand this commitment in to the office as source { $source } of plan { $plan }, attempt { $attempt }:
commit-attempt = a commitment serves one attempt: this is for attempt { $attempt }, the coming one is { $coming }
commit-needs-attempt = there is no office here. To make a commitment on a machine of your own say which attempt it is for with --attempt (the first is 1)
opening-other = the opening { $path } is for plan { $plan }, source { $source }, which the command does not name
freeze-done = plan { $plan } is frozen, attempt { $attempt } (the office's attempt { $serial })
freeze-p = digest of plan.json, P = { $p }
freeze-people = inspectors on the roster: { $inspectors }; barred pairs: { $barred }
freeze-urgent = frozen as urgent; have it approved soon (choucha approve)
freeze-next = P can be announced now. Commitments must be opened before { $reveal_by }: choucha reveal { $plan } …
plan-warnings = { $count ->
    [one] one thing to look at:
   *[other] { $count } things to look at:
  }
reveal-done = source { $source } revealed: { $value }
reveal-already = source { $source } had been revealed as { $value }; nothing was changed
reveal-missing = still missing: { $sources }
reveal-complete = all sources are in; the plan can be drawn
draw-done = plan { $plan }, attempt { $attempt }, is drawn
draw-already = plan { $plan }, attempt { $attempt }, had been drawn; nothing was changed. The digests of its files:
draw-seed = seed { $seed }
draw-visits = { $visits } visits with { $teams } teams
draw-groups = Groups put together: { $groups }; groups.csv lists them
draw-experts = Experts who come along: { $experts }
draw-short = { $short ->
    [one] one team could not be set up for want of candidates, see short.csv
   *[other] { $short } teams could not be set up for want of candidates, see short.csv
  }
draw-unopened = not opened in time, counted as empty: { $sources }
draw-next = next: choucha publish { $plan } DIR
abandon-done = plan { $plan }, attempt { $attempt }, is abandoned; its reason stays on record: { $why }
abandon-drawn = this attempt had been drawn. The next attempt's plan.json will say so, and why, for everyone to see
publish-done = the bundle is in { $folder } ({ $files } files)
publish-sealed = the digests are in { $folder } ({ $files } files); the list stays secret until the visits. Disclose it then: choucha publish { $plan } DIR --disclose
publish-already = the { $files } files in { $folder } are up to date; nothing was changed
publish-sums = digest of SHA256SUMS { $sums }
publish-next = anyone can check it: choucha verify { $folder }
amend-substituted = amendment { $seq }: visit { $visit }, part { $part }, reserve { $new } takes the place of { $old }
amend-substituted-none = amendment { $seq }: visit { $visit }, part { $part }, { $old } is given up, no reserve is left
amend-recused = amendment { $seq }: visit { $visit }, { $new } takes the place of { $old }
amend-recused-none = amendment { $seq }: visit { $visit }, { $old } steps back, nobody is left to go
amend-proof = digest of the proof on record: { $digest }
amend-team = visit { $visit } ({ $code }), { $department }: { $members }
amend-experts = visit { $visit } ({ $code }), experts of { $department }: { $experts }
amend-next = if it was published, bring it up to date with choucha publish { $plan } DIR
plan-new = the template is in { $file }; edit it, then try choucha plan check
plan-new-year = the template of a year's plan is in { $file }; edit it, then try choucha plan year
plan-year-made = the plan of quarter { $quarter }, { $plan }, is in { $file }; it draws { $count }. See it with choucha plan check, then have it approved
plan-year-title = year's plan { $plan } ({ $year }), next quarter: { $quarter }
plan-year-all-drawn = year's plan { $plan } ({ $year }): the fourth quarter is drawn
plan-year-part = part { $part } ({ $department }), { $quarters }
plan-year-yearly = the year's rates over the quarters, weights { $weights }
plan-year-each = every draw takes its rate, quarters { $weights }
plan-year-legend = quarters: drawn, or planned with "+"
plan-year-notes = { $count } to be looked at:
head-year-quota = year
head-quarter = Q{ $quarter }
head-drawn = drawn
head-left = left
head-total = total
plan-list-empty = no plans yet; choucha plan new gives a template
plan-show-text = text { $sha256 }
plan-show-approved = approved by { $head } at { $at }
plan-show-approved-later = approved afterwards by { $head } at { $at }
plan-show-unapproved = not approved
plan-show-commitments = commitments of { $sources }
plan-show-attempt = attempt { $attempt } (the office's { $serial }): { $state }
plan-show-frozen = frozen at { $at }, P = { $p }
plan-show-drawn = drawn at { $at }, seed { $seed }
plan-show-abandoned = abandoned at { $at }: { $reason }
plan-show-folder = files in { $folder }
check-part = part { $part } ({ $department }): frame { $rows }, eligible { $eligible }, to be drawn { $quota }
check-excluded = excluded: { $list }
check-visits = { $visits } visits expected ({ $selections } selections, one visit to each entity)
check-good = plan { $plan } can be approved and frozen
check-faults = { $count ->
    [one] one thing must be mended:
   *[other] { $count } things must be mended:
  }
state-frozen = frozen
state-drawn = drawn
state-sealed = digests published
state-published = published
state-abandoned = abandoned
status-office = { $office }, { $at }
status-practice = a practice office
status-registry = { $rows } objects (version { $version }, imported { $at }, { $manifest })
status-no-registry = no registry of objects yet
status-counts = inspectors { $inspectors }, items { $items }, earlier checks { $history }, barred pairs { $barred }
status-journal = { $entries } entries in the journal, the last hash { $head }
status-wrong = wrong:
status-awaits = waiting:
status-next = to begin with:
status-in-order = nothing wrong was found
verify-weaknesses = breaks no rule, but weakens the draw:
verify-by-hand = for a person to check:
verify-sealed = agrees with what was published earlier ({ $sums }): { $same } files are the same to the byte; amendments then { $amendments }, since { $since }
explain-log = The digest of plan.json went into the log { $origin } as entry { $entry } ({ $at }). From that entry these digests lead to the root { $root } that the checkpoint of { $size } entries signs:
explain-between = It is not in frame { $part }. A row next to where it would stand is “{ $row }”, row { $index } from 0 of { $size }. Along the following digests it leads to the root { $root } in plan.json:
explain-path = In frame { $part } its row is “{ $row }”, leaf { $index } (from 0) of { $size }. Along these digests it leads to the root { $root } in plan.json:

# Headings
head-plan = plan
head-title = title
head-approved = approved by
head-attempts = attempts
head-state = state
head-part = part
head-department = department
head-strata = strata
head-stratum = stratum
head-rate = rate
head-rows = frame
head-excluded = excluded
head-eligible = eligible
head-selected = drawn
head-reserves = reserves
head-visits = visits
head-inspectors = inspectors
head-duties = duties
head-load = each

# Why excluded
reason-drawn-this-year = drawn before in this year's plan
reason-checked-recently = checked recently
reason-cap-reached = department's cap reached
reason-cap-all = cap of all departments reached
reason-item-frequency = item's frequency reached
reason-already-drawn = drawn by another plan, not yet visited
reason-covered = covered this period

# Errors of the command line
usage-unknown-argument = unknown argument { $arg }{ $hint }
usage-unknown-command = no such command: { $command }{ $hint }
usage-hint = ; did you mean { $hint }?
usage-no-hint = { "" }
usage-value = { $arg } cannot be “{ $value }”; possible: { $values }
usage-value-missing = { $arg } needs a value
usage-value-malformed = the value “{ $value }” of { $arg } is malformed
usage-no-equals = { $arg } needs an equals sign before its value
usage-too-many = one value too many for { $arg }: { $value }
usage-too-few = { $arg } needs more values
usage-conflict = { $arg } cannot be used with { $other }
usage-missing = missing: { $args }
usage-missing-command = name a command
usage-utf8 = an argument is not valid UTF-8
usage-other = the command line was not understood: { $error }
usage-see-help = see choucha --help, or add --help to the command

# Help
help-usage = Usage:{" "}
help-options = OPTIONS
help-command = COMMAND
help-commands = Commands
help-arguments = Arguments
help-common = Common options
help-example-heading = Example:
help-arg-help = Show help
help-arg-version = Show the version
help-arg-office = The office's folder; the current one by default (environment: CHOUCHA_OFFICE)
help-arg-lang = Language: zh or en; by locale if not given
help-arg-json = One JSON object for results and errors alike
help-arg-at = The moment, in practice offices only (environment: CHOUCHA_AT)
help-arg-by = Who acts; the user logged in by default (environment: CHOUCHA_BY)
help = Random inspections, openly (双随机、一公开): a draw nobody can steer and anyone can check
help-example =
    {"  "}choucha demo
    {"  "}choucha verify public/2026Q4-001
help-init = Set up an office
help-init-arg-name = The office's name, as every plan.json will have it
help-init-arg-practice = For practice: the clock can be set, bundles say so
help-init-arg-area = The office's own area, code or name: what “the whole county” means in imports
help-init-arg-offset = Offset of its clock, +08:00 by default
help-init-example =
    {"  "}choucha --office county init --name 中卫市沙坡头区市场监督管理局 --area 沙坡头区
help-status = What is where, what awaits whom, what is wrong (checks database, registry and every attempt's files)
help-status-example =
    {"  "}choucha status
    {"  "}choucha status --json
help-import = Import a register: entities, inspectors, items, history (earlier checks), barred (recusals); workdays enters the notices on holidays (CSV a year: date,kind,name)
help-import-arg-register = entities, inspectors, items, history, barred or workdays
help-import-arg-files = Files (CSV, XLSX, Parquet), one or more
help-import-arg-mapping = Mapping file (TOML) for headings that are not recognised
help-import-arg-merge = Add and change only; without it what the files do not list is gone (entities by county, inspectors by department, items and recusals altogether; history only grows)
help-import-arg-dry_run = Preview, change nothing
help-import-arg-object = Kind of object of rows that do not say
help-import-arg-area = Area of rows that tell none; the office's own by default
help-import-arg-rejects = Where to write rejected rows; REGISTER.rejects.csv by default
help-import-example =
    {"  "}choucha import entities firms.csv households.xlsx --dry-run
    {"  "}choucha import inspectors people.xlsx --rejects rejects.xlsx
help-export = Export a register; importing it again changes nothing
help-export-arg-register = entities, inspectors, items, history or barred
help-export-arg-file = The file; .csv, .xlsx or .parquet
help-export-example =
    {"  "}choucha export inspectors people.xlsx
help-plan = Plans: template, check, list, details
help-plan-example =
    {"  "}choucha plan new plan.toml
    {"  "}choucha plan check plan.toml
help-plan-new = Write a commented plan to start from
help-plan-new-arg-file = Where to write it; shown if not given
help-plan-new-example =
    {"  "}choucha plan new plan.toml
help-plan-new-arg-year = a template of a year's plan
help-plan-year = a year's plan: each stratum's number, drawn, planned, left; with --quarter the plan of a quarter
help-plan-year-arg-file = file of the year's plan (TOML)
help-plan-year-arg-quarter = make the plan of this quarter (1 to 4)
help-plan-year-arg-out = where to write the quarter's plan; printed where none is given
help-plan-year-example =
    {"  "}choucha plan new --year year.toml
    {"  "}choucha plan year year.toml
    {"  "}choucha plan year year.toml --quarter 2 -o q2.toml
help-plan-check = Look before you freeze: frames, sizes, exclusions, workload, and what is wrong
help-plan-check-arg-file = The plan (TOML)
help-plan-check-example =
    {"  "}choucha plan check plan.toml
help-plan-list = List all plans
help-plan-list-example =
    {"  "}choucha plan list
help-plan-show = Show a plan's approval and attempts
help-plan-show-arg-plan = Plan number
help-plan-show-arg-toml = Show its text, as last approved or frozen
help-plan-show-example =
    {"  "}choucha plan show 2026Q4-001
help-approve = The head signs a plan off: exactly this text
help-approve-arg-file = The plan (TOML)
help-approve-arg-note = Remark or document number
help-approve-example =
    {"  "}choucha approve plan.toml --by "Director Wang" --note agreed
help-commit = Make and register a participant's commitment; works on a machine of one's own too, without an office
help-commit-arg-plan = Plan number
help-commit-arg-source = Source, as the plan names it
help-commit-arg-value = The value; a random one if not given
help-commit-arg-nonce = The nonce (64 hex digits); a random one if not given
help-commit-arg-commitment = Register a commitment made elsewhere
help-commit-arg-attempt = Which attempt it is for; an office knows
help-commit-arg-opening = Where to write value and nonce; SOURCE.opening.json by default
help-commit-arg-replace = In place of a commitment registered before
help-commit-example =
    {"  "}choucha commit 2026Q4-001 --source observer --value "any words you like"
    {"  "}choucha commit 2026Q4-001 --source observer --attempt 1
help-freeze = Freeze a plan: frames, rates, roster and recusals are fixed; only then may anything be revealed
help-freeze-arg-file = The plan (TOML), exactly as approved
help-freeze-arg-urgent = Urgent: freeze now, have it approved afterwards
help-freeze-example =
    {"  "}choucha freeze plan.toml
help-reveal = Open a commitment, or enter a public value that has fallen due
help-reveal-arg-plan = Plan number
help-reveal-arg-source = Source
help-reveal-arg-value = Its value
help-reveal-arg-nonce = The commitment's nonce
help-reveal-arg-opening = Reveal with the file that commit wrote
help-reveal-arg-signature = Signature of a drand round
help-reveal-example =
    {"  "}choucha reveal 2026Q4-001 --opening observer.opening.json
    {"  "}choucha reveal 2026Q4-001 --source lottery --value "03 11 12 19 22 30 07"
help-draw = Draw the entities and match the inspectors
help-draw-arg-plan = Plan number
help-draw-example =
    {"  "}choucha draw 2026Q4-001
help-abandon = Give an attempt up; it stays on record with its reason
help-abandon-arg-plan = Plan number
help-abandon-arg-why = Reason
help-abandon-example =
    {"  "}choucha abandon 2026Q4-001 --why "the public value was not announced that day"
help-publish = Write the evidence bundle
help-publish-arg-plan = Plan number
help-publish-arg-dir = Where to: a new or empty folder, or this attempt's earlier bundle
help-publish-arg-sealed = Only digests and plan.json
help-publish-arg-disclose = Everything of a sealed plan, after the visits
help-publish-example =
    {"  "}choucha publish 2026Q4-001 public/2026Q4-001
help-substitute = A reserve takes the place of an entity that no longer exists or left the scope (not being reachable is a finding, no reason)
help-substitute-arg-plan = Plan number
help-substitute-arg-visit = Number of the visit, or the entity's code
help-substitute-arg-why = Reason
help-substitute-arg-proof = The proof; its digest is recorded
help-substitute-example =
    {"  "}choucha substitute 2026Q4-001 17 --why deregistered --proof notice.pdf
help-recuse = An inspector steps back from a visit; the draw's own randomness decides who takes over
help-recuse-arg-plan = Plan number
help-recuse-arg-visit = Number of the visit, or the entity's code
help-recuse-arg-inspector = Certificate number
help-recuse-arg-why = Reason
help-recuse-example =
    {"  "}choucha recuse 2026Q4-001 17 NX0501001 --why "related to the owner"
help-verify = Check a bundle: recompute every file, name the first thing wrong, or say what weakens it though it breaks no rule
help-verify-arg-bundle = The bundle's folder
help-verify-arg-sealed = What was published earlier, a folder or SHA256SUMS (of a sealed draw, say): the bundle must be the same draw, with nothing but amendments added
help-verify-arg-log_key = The log's key, known from elsewhere: the bundle must be of that log
help-verify-arg-log = A newer copy of the whole log (log/ of the office, or from its site): the bundle must be in it and lack nothing that came since
help-verify-example =
    {"  "}choucha verify public/2026Q4-001
    {"  "}choucha verify public/2026Q4-001 --sealed sealed/2026Q4-001
help-explain = Tell why an entity was drawn or not
help-explain-arg-bundle = The bundle's folder
help-explain-arg-code = The entity's code
help-explain-example =
    {"  "}choucha explain public/2026Q4-001 91350100M000100Y43
help-sql = Print the draw as SQL, to recompute it in a database of one's own
help-sql-arg-bundle = The bundle's folder
help-sql-arg-dialect = duckdb, postgres, spark or datafusion; duckdb by default
help-sql-example =
    {"  "}choucha sql public/2026Q4-001 --dialect duckdb | duckdb
help-completions = Completion script for a shell
help-completions-arg-shell = bash, zsh or fish
help-completions-example =
    {"  "}choucha completions bash > ~/.local/share/bash-completion/completions/choucha
