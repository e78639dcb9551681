# Results

results-finding-unknown = finding “{ $value }” is not on the code list
results-disposal-unknown = disposal “{ $value }” is not on the code list
results-form = the result cannot be written as canonical JSON: { $error }
results-limit = the limit “{ $name }” is { $days } working days; it must be from 1 to { $most }, shorter than the national rule if you like, never longer

step-record = record of results
step-review = review of results
step-legal-review = legal review
step-publish-results = publication of results
step-correct = correction of a result
step-withdraw = withdrawal of a result
step-object = objection
step-answer = answer to an objection
step-erase-result = erasing personal data of results
step-result-rules = rules on deadlines of results

# Recording: what is wrong
amend-has-result = { $department } has recorded a result of visit { $visit }: nobody is substituted or steps back any more; where the result is wrong, send it back or correct it
results-not-a-correction = the result of { $department } for visit { $visit } was public before; what was sent back is a correction, to be recorded again with choucha results correct
results-plan-undrawn = attempt { $attempt } of plan { $plan } is not drawn yet: there are no visits to record results of
results-not-drawn = plan { $plan } did not draw “{ $visit }”: it is neither the number of a visit nor the code of an entity drawn. Who was not drawn may not be inspected under this plan
results-code-differs = visit { $visit } is to { $code }, which is not this row's code
results-given-up = visit { $visit } ({ $code }) was given up: the entity is gone and a reserve took over. Record the result with the reserve's visit
results-department = visit { $visit } has no part of “{ $department }”; departments with one: { $departments }
results-department-which = visit { $visit } is made by several departments ({ $departments }); say whose result this is
results-with-row = row { $row } of the same visit is wrong, so all rows of the visit are sent back
results-rows-differ = is of the same visit as row { $row }, but says otherwise in this column
results-future = the date { $date } is after today ({ $today }); what has not happened cannot be recorded
results-before-draw = the visit's date { $date } is before the draw ({ $drawn }); visits before it are not this plan's
results-late-reason = the visit's date { $date } is outside the window { $from } to { $to }; it is taken, but the reason must be told
results-decided-early = the decision's date { $decided } is before the visit's date { $date }
results-not-on-team = { $inspectors } not on the team of visit { $visit }; the team as amended: { $team }
results-team-short = only { $count } of the team were there with a valid certificate; there must be at least { $needed }
results-second = { $department } has recorded a result of visit { $visit } (version { $version }, { $state }); a department has one result of a visit
results-item-foreign = item { $item } is not among those of { $department } for visit { $visit }: { $items }
results-item-twice = item { $item } stands twice
results-item-missing = nothing is said of { $items }, items of { $department } for visit { $visit }
results-unchecked-finding = the item is said not to have been checked, but has a finding or a disposal
results-gone = “{ $value }” says that the entity has ceased to exist or left the scope. That is no finding: a reserve takes over with choucha substitute
results-disposal-missing = the finding is “{ $finding }” and no disposal is told
results-evidence-missing = there is no evidence file { $file }
results-evidence-empty = evidence { $file } is empty (0 bytes); it was probably not copied to its end
results-evidence-time = the moment “{ $value }” of the evidence { $file } cannot be read, or is after now
results-evidence-changed = the evidence { $file } changed while it was taken in; nothing was recorded
results-missing = please give { $what }; how each is written: choucha record --help
results-reject = { $file } row { $row }, { $column } “{ $value }”: { $reason }. { $remedy }
results-rows = { $read } rows read = { $taken } taken + { $same } on record already, the same + { $rejected } rejected
results-fault = { $reason }. { $remedy }

# Recording: what to do
results-remedy-visit = compare the visit's number and code with the plan's visits.csv
results-remedy-department = give the department as the plan names it (--department on the command line)
results-remedy-with-row = mend that row and record all of them again
results-remedy-alike = rows of one visit agree in date, method, people and so on
results-remedy-text = remove control characters
results-remedy-future = check the date
results-remedy-late = tell the reason in the column 逾期原因 (--late)
results-remedy-decided = the decision lies between the visit and today; leave it empty where there was none of its own
results-remedy-team = check the certificate numbers; where somebody else went, record the recusal first (choucha recuse), and chance decides who takes over
results-remedy-short = name everybody of the team who was there; if there really were fewer than two, the visit is not lawful and must be made again
results-remedy-second = one that was sent back can be recorded again; one that is public is corrected with choucha results correct
results-remedy-correcting = a correction is under way: have it reviewed by somebody else (choucha review), or sent back and recorded again
results-remedy-item = give codes of the department's own items in the plan; empty means all of them
results-remedy-item-twice = remove the row too many
results-remedy-item-missing = add them; for what was not checked say 否 under 是否检查 (--unchecked)
results-remedy-unchecked = an item not checked has no finding; if it was checked, say 是 under 是否检查
results-remedy-finding = give a code or its words: 01 未发现问题, 02 未按规定公示年度报告, 03 未按规定公示其他应当公示的信息, 04 公示信息隐瞒真实情况、弄虚作假, 05 通过登记的住所(经营场所)无法联系, 06 发现问题已责令改正, 07 不配合检查情节严重, 08 未发现开展本次抽查涉及的经营活动, 09 发现问题待后续处理, 10 已关闭停业或正在清算
results-remedy-gone = run choucha substitute { $plan } { $visit } --why "{ $why }" --proof FILE
results-remedy-disposal = give a code from 01 to 06 or its words: 01 无需后续处置, 02 责令改正, 03 移送办案机构, 04 抄告相关部门, 05 反馈日常监管, 06 其他 (on the command line behind the finding: --finding 06/02)
results-remedy-evidence-empty = copy the file again and record it then; if there is no such file, take it out of the cell
results-remedy-evidence = check the file's name (as seen from the sheet's folder); such as “照片:door.jpg@2026-10-20 09:30”

# Recorded, reviewed, published
results-recorded = { $count } results recorded, { $evidence } pieces of evidence taken in
results-recorded-one = visit { $visit }, { $department }, version { $version }, findings { $findings }
results-recorded-late = { $count } of them were made outside the window and are marked late
results-recorded-major = { $count } of them are major decisions, which legal review has to pass before they are made public (choucha legal-review)
results-recorded-due = to be public by { $due } at the earliest
results-next-review = next, somebody else than who recorded reviews them: choucha review { $plan } --all --accept
results-next-publish = ready to be made public: choucha results publish { $plan }
results-none = visit { $visit } has no result yet
results-not-now = version { $version } of the result of { $department } for visit { $visit } is “{ $state }”: not possible: { $act }
results-needs-legal = version { $version } of the result of { $department } for visit { $visit } is a major decision; without legal review it may not be made public
results-review-own = the result of { $department } for visit { $visit } was recorded by “{ $by }”; somebody else has to review it (name the reviewer with --by)
results-note-missing = tell with --note why it is sent back
results-day = { $option }: “{ $value }” is no date; write 2026-10-20, 2026/10/20 or 2026年10月20日
results-withdrawn-already = the result of { $department } for visit { $visit } was withdrawn before, its notice stays; to make it public anew use choucha results correct
results-objection-early = the objection is said to have come in on { $received }, before the result was made public on { $published }; check the date
results-notice-missing = give the reason that is told to the public
results-not-public = no result of a visit to “{ $visit }” is public; one that is not public yet is sent back by the reviewer and recorded again
results-which = visit { $visit } has results of several departments ({ $departments }); name one with --department
results-reviewed-accepted = { $count } accepted
results-reviewed-returned = { $count } sent back
results-reviewed-cleared = { $count } passed by legal review
results-reviewed-refused = { $count } sent back by legal review
results-reviewed-none = nothing waits for review
results-reviewed-none-legal = nothing waits for legal review
results-next-legal = { $count } of them are major decisions and need legal review: choucha legal-review { $plan } --all --accept
results-reviewed-own = { $count } more were recorded by the reviewer and need somebody else
results-published = { $count } results made public
results-published-none = nothing is ready to be made public: only what was accepted by review and is not public yet (choucha results list { $plan })
results-published-late = { $count } of them after the last day allowed
results-published-legal = { $count } major decisions wait for legal review and were left out
results-withdrawn = withdrawn: the result of { $department } for visit { $visit } (version { $version }); the notice stays
results-list-none = there are no such results
results-state-recorded = waits for review
results-state-returned = sent back
results-state-accepted = accepted
results-state-legal = awaits legal review
results-state-cleared = passed by legal review
results-state-published = public
results-state-superseded = corrected since
results-state-withdrawn = withdrawn
results-act-accept = accept
results-act-return = send back
results-act-clear = pass legal review
results-act-refuse = send back by legal review
results-act-publish = make public
results-act-withdraw = withdraw

# Objections
results-objection-empty = say who objects (--who) and why (--why)
results-answer-empty = say what is answered (--text)
results-objection-unknown = there is no objection { $number }; all of them: choucha results objections
results-objection-answered = objection { $number } was answered at { $at }
results-objected = entered as objection { $number }
results-objected-due = to be answered by { $due }: choucha results answer { $number } --outcome … --text …
results-answered = objection { $number } answered: { $outcome }
results-answered-next = where it is right, correct or withdraw the result: choucha results correct { $plan } { $visit } --department { $department } --why REASON …, or choucha results withdraw { $plan } { $visit } --department { $department } --notice TEXT
results-objections-none = there are no objections
results-erase-why = say by whose order (--why)
results-erase-open = the result of { $department } of visit { $visit } is still being dealt with (not reviewed, not public, or an objection unanswered); its personal data can be erased afterwards
results-erase-already = the personal data of the result of { $department } of visit { $visit } were erased before
results-erased = the personal data of the result of { $department } of visit { $visit } were erased: it can no longer be corrected, nor a case file be made; withdraw it where it is wrong
results-erased-done = personal data of { $count } versions erased, { $evidence } pieces of evidence removed; findings and notices stay, the log says so
results-erased-none = nothing to erase: only results that were on show for 5 years (natural persons 2)
results-erased-under-way = { $count } more are still being dealt with (not reviewed, not public, or an objection unanswered) and were left
results-state-erased = { $state } (personal data erased)
progress-results-erase = looking for results whose time is over
results-outcome-upheld = upheld
results-outcome-partly = upheld in part
results-outcome-rejected = rejected

# Deadlines
results-rules-malformed = { $file } holds no rules on deadlines of results: { $error }
results-rules-unknown = { $file } says “{ $key }”, which is not known; it may say publish, decision, answer and [departments]
results-rules-number = in { $file } the value of “{ $key }” should be a number of working days, such as { $key } = 5
results-rules-publish = results: public within { $days } working days of the decision
results-rules-decision = penalty and licence decisions: within { $days } working days
results-rules-answer = objections and what the public sends: answered within { $days } working days of the day they came in
results-rules-department = { $department }: public within { $days } working days
status-results-review = plan { $plan }: { $count } results wait for review, the first to be public by { $due }: choucha review { $plan } --all --accept
status-results-returned = plan { $plan }: { $count } results were sent back and wait to be recorded again, the first to be public by { $due }
status-results-legal = plan { $plan }: { $count } major decisions wait for legal review, the first to be public by { $due }: choucha legal-review { $plan } --all --accept
status-results-publish = plan { $plan }: { $count } results wait to be made public, the first by { $due }: choucha results publish { $plan }
status-results-late = plan { $plan }: { $count } results are past the day by which they should have been public
status-results-objections = plan { $plan }: { $count } objections wait for an answer, the first by { $due }: choucha results objections --open
status-results-objections-late = plan { $plan }: { $count } objections are past the day by which they should have been answered
status-results-missing = plan { $plan }: the window ended on { $last }, and { $count } results (counted by department) are missing

# Figures and reports
results-quarter = “{ $value }” is no quarter; write it like 2026-Q3
results-figures-none = nothing was drawn yet, so there is nothing to count
results-report-title = Random inspections, quarter { $quarter } of { $year }: report
results-report-head = To the leading group. From: { $office }. Days: { $from } to { $to }. Figures as of { $at }; a department's part of one visit counts once.
results-report-work = Overall
results-report-draws = { $draws } draws made, { $abandoned } given up
results-report-amended = after the draw { $substituted } substitutions (by part) and { $recused } recusals
results-report-done = { $due } due, { $recorded } recorded, completion { $completion }; { $missing } without a result past the window, { $late } carried out outside it
results-report-found = problems with { $problems }, a rate of { $rate }; none with { $clean }
results-report-public = { $published } results made public ({ $corrected } of them corrections), { $withdrawn } withdrawn; { $late } past the last day allowed
results-report-objections = { $received } objections came in, { $answered } were answered, { $right } of these upheld wholly or in part
results-report-log = all of this is on record in the log, which has { $entries } entries
results-report-plans = By plan
results-report-departments = By department
results-report-areas = By area
results-report-items = By item
results-report-findings = Findings
results-report-nothing = None this quarter.
results-report-written = the report was written to “{ $path }”
progress-results-check = checking the rows
progress-results-evidence = taking in evidence
progress-results-figures = counting plans
head-answered = Answered
head-completion = Completion
head-count = Count
head-due = Due
head-due-visits = Due
head-finding = Finding
head-item = Item
head-late-public = Late
head-missing = Missing
head-number = Number
head-objector = Objector
head-outcome = Outcome
head-problem-rate = Problem rate
head-problems = Problems
head-published = Public
head-received = Received
head-recorded = Recorded
head-reviewed = Reviewed
head-version = Version

# Commands
help-record = Records what visits found: one visit, or a whole sheet (CSV, .xlsx, Parquet, a row for each item)
help-record-arg-plan = Plan number
help-record-arg-visit = Number of the visit, or the entity's code
help-record-arg-sheet = Sheets; the usual headings are known, such as 检查序号, 检查部门, 抽查事项编码, 是否检查, 检查结果, 后续处置, 检查日期, 检查方式, 检查人员, 证据材料
help-record-arg-mapping = Mapping file (TOML) for unusual headings
help-record-arg-rejects = Where to write the rows sent back; results.rejects.csv by default
help-record-arg-dry_run = Only tell what would be
help-record-example =
    {"  "}choucha record 2026Q4-001 --sheet results.xlsx
    {"  "}choucha record 2026Q4-001 17 --date 2026-10-20 --method 现场检查 --inspector NX0501001 NX0501002 --rights-told --finding 01
    {"  "}choucha record 2026Q4-001 17 --department 消防救援大队 --date 2026-10-20 --method 现场检查 --inspector NX1 NX2 --finding XF-01=06/02/expired --evidence 照片:door.jpg@2026-10-20T09:30:00+08:00
help-review = Reviews results: accepts them or sends them back, never by who recorded them
help-review-arg-plan = Plan number
help-review-arg-visits = Numbers of visits, or codes of entities
help-review-arg-all = All that wait for review
help-review-arg-department = Only this department's
help-review-arg-accept = Accept
help-review-arg-send_back = Send back to who recorded, with the reason in --note
help-review-arg-note = The reviewer's opinion
help-review-example =
    {"  "}choucha --by reviewer review 2026Q4-001 --all --accept
    {"  "}choucha --by reviewer review 2026Q4-001 17 --send-back --note "no picture of the site"
help-legal-review = Legal review (法制审核): a major decision is not made public without it
help-legal-review-arg-plan = Plan number
help-legal-review-arg-visits = Numbers of visits, or codes of entities
help-legal-review-arg-all = All that wait for legal review
help-legal-review-arg-department = Only this department's
help-legal-review-arg-accept = Pass
help-legal-review-arg-send_back = Send back to who recorded, with the reason in --note
help-legal-review-arg-note = The legal reviewer's opinion
help-legal-review-example =
    {"  "}choucha --by counsel legal-review 2026Q4-001 17 --accept --note "facts clear, procedure lawful"
help-results = Results: list, publish, correct, withdraw, objections, figures, quarterly report
help-results-example =
    {"  "}choucha results list 2026Q4-001
    {"  "}choucha results publish 2026Q4-001
    {"  "}choucha results report --quarter 2026-Q4
help-results-list = Lists a plan's results
help-results-list-arg-plan = Plan number
help-results-list-arg-visit = One visit only (its number, or the entity's code)
help-results-list-arg-state = One state only: recorded, returned, accepted, cleared, published, superseded, withdrawn
help-results-list-arg-all = Every version, not the last only
help-results-list-example =
    {"  "}choucha results list 2026Q4-001
    {"  "}choucha results list 2026Q4-001 17 --all
help-results-publish = Makes reviewed results public; major decisions need legal review first
help-results-publish-arg-plan = Plan number
help-results-publish-arg-visits = Numbers of visits, or codes of entities; all that are ready by default
help-results-publish-arg-department = Only this department's
help-results-publish-example =
    {"  "}choucha results publish 2026Q4-001
    {"  "}choucha results publish 2026Q4-001 17 18
help-results-correct = Corrects a public result: what is given changes, the rest stays; the new version is reviewed too and takes the old one's place once public
help-results-correct-arg-plan = Plan number
help-results-correct-arg-visit = Number of the visit, or the entity's code
help-results-correct-arg-why = Why, told to the public
help-results-correct-arg-letter = receipt number of the letter that asked for it: once the correction is public, the letter is answered with its reason
help-results-correct-arg-dry_run = Only tell what would be
help-results-correct-example =
    {"  "}choucha results correct 2026Q4-001 17 --why "found otherwise on review" --finding 01
help-results-withdraw = Withdraws a public result: it goes off show, the notice stays
help-results-withdraw-arg-plan = Plan number
help-results-withdraw-arg-visit = Number of the visit, or the entity's code
help-results-withdraw-arg-department = Whose result
help-results-withdraw-arg-notice = The notice, told to the public
help-results-withdraw-example =
    {"  "}choucha results withdraw 2026Q4-001 17 --notice "the procedure was at fault, the result is withdrawn"
help-results-object = Enters an objection to a public result
help-results-object-arg-plan = Plan number
help-results-object-arg-visit = Number of the visit, or the entity's code
help-results-object-arg-department = To whose result
help-results-object-arg-who = Who objects, not public
help-results-object-arg-why = Why, not public
help-results-object-arg-received = The day it came in, today by default
help-results-object-arg-letter = receipt number of the letter it came by: who objects, why and since when are the letter's, and the answer answers both
help-results-object-example =
    {"  "}choucha results object 2026Q4-001 17 --who "a made-up shop" --why "mended the same day"
    {"  "}choucha results object 2026Q4-001 17 --letter 7K2M-94QX-B0TE
help-results-answer = Answers an objection
help-results-answer-arg-number = The objection's number
help-results-answer-arg-outcome = upheld, partly, rejected
help-results-answer-arg-text = What the objector is told
help-results-answer-example =
    {"  "}choucha results answer 1 --outcome upheld --text "you are right, the result is corrected"
help-results-objections = Lists objections and the days for their answers
help-results-objections-arg-plan = Plan number; all by default
help-results-objections-arg-open = Unanswered only
help-results-objections-example =
    {"  "}choucha results objections --open
help-results-erase = Erases personal data of results: who went, who was there, notes, who acted, evidence, objections; findings and notices stay
help-results-erase-arg-plan = The plan's number; with --expired it may be left out: all plans
help-results-erase-arg-visit = Number of the visit, or code of the entity
help-results-erase-arg-department = Whose result
help-results-erase-arg-why = By whose order; not public
help-results-erase-arg-expired = All that were on show for 5 years, those of natural persons for 2
help-results-erase-arg-dry_run = Only tell what would be, change nothing
help-results-erase-example =
    {"  "}choucha results erase --expired
    {"  "}choucha results erase 2026Q4-001 17 --why "on request of the person concerned"
help-results-rules = Shows or sets local deadlines (only shorter than the national ones)
help-results-rules-arg-file = Rules file (TOML): publish = 15, decision = 5, answer = 10, departments = {"{"} "司法局" = 5 {"}"}
help-results-rules-example =
    {"  "}choucha results rules
    {"  "}choucha results rules deadlines.toml
help-results-figures = Completion and findings by plan, department, area, item
help-results-figures-arg-plan = Plan number; all by default
help-results-figures-example =
    {"  "}choucha results figures 2026Q4-001
help-results-report = The quarterly report to the leading group
help-results-report-arg-quarter = The quarter, such as 2026-Q3
help-results-report-arg-output = File to write: Markdown, or JSON with the ending .json
help-results-report-example =
    {"  "}choucha results report --quarter 2026-Q4
    {"  "}choucha results report --quarter 2026-Q4 -o report.md
help-record-arg-department = Whose part; not needed where only one department goes
help-record-arg-date = Day of the visit, such as 2026-10-20
help-record-arg-method = How: 现场检查, 书面检查, 检验检测, 网络监测, 专业机构核查 …
help-record-arg-inspector = Certificates of who went
help-record-arg-finding = What was found: ITEM=FINDING/DISPOSAL/NOTE, such as XF-01=06/02/expired; 01 alone: no problem with any item
help-record-arg-unchecked = Items that were not checked
help-record-arg-present = Who was there for the entity, not public
help-record-arg-rights_told = Rights were told (--rights-told=no: they were not)
help-record-arg-evidence = Evidence: KIND:FILE@TIME, the kind being 文书, 照片, 录音 or 录像; kind and time may be left out
help-record-arg-major = A major decision, which legal review has to pass
help-record-arg-decision = A penalty or licence decision, public within 7 working days
help-record-arg-decided = Day of the decision, from which the deadline runs; the visit's by default
help-record-arg-late = Why the visit lies outside the window
help-results-correct-arg-department = Whose part; not needed where only one department goes
help-results-correct-arg-date = Day of the visit, such as 2026-10-20
help-results-correct-arg-method = How: 现场检查, 书面检查, 检验检测, 网络监测, 专业机构核查 …
help-results-correct-arg-inspector = Certificates of who went
help-results-correct-arg-finding = What was found: ITEM=FINDING/DISPOSAL/NOTE, such as XF-01=06/02/expired; 01 alone: no problem with any item
help-results-correct-arg-unchecked = Items that were not checked
help-results-correct-arg-present = Who was there for the entity, not public
help-results-correct-arg-rights_told = Rights were told (--rights-told=no: they were not)
help-results-correct-arg-evidence = Evidence: KIND:FILE@TIME, the kind being 文书, 照片, 录音 or 录像; kind and time may be left out
help-results-correct-arg-major = A major decision, which legal review has to pass
help-results-correct-arg-decision = A penalty or licence decision, public within 7 working days
help-results-correct-arg-decided = Day of the decision, from which the deadline runs; the visit's by default
help-results-correct-arg-late = Why the visit lies outside the window
