# Office
office-missing = there is no office in “{ $path }”. Set one up with choucha init, or name its folder with --office
office-exists = “{ $path }” already holds an office: { $name }
office-unfinished = the office in “{ $path }” was not set up completely; run choucha init once more
office-folder-taken = “{ $path }” is not empty (it holds { $name }), so no office is set up there. Choose an empty folder
office-name-empty = the office's name must not be empty
office-locked = process { $pid } is working on the office (“{ $command }”, since { $since }). Try again when it has ended
office-locked-unknown = another process is working on the office. Try again when it has ended
amend-unreachable = “{ $words }”: that an entity cannot be reached is a finding to be recorded, not a reason to substitute it; only one that has ceased to exist or left the scope, with proof, is substituted
clock-not-practice = --at sets the clock of practice offices only; a real office goes by the system's clock
offset-malformed = an offset is written like +08:00: { $value }
random-failed = the system gave no random bytes: { $error }
reason-empty = give a reason

# Files
file-disk-full = the disk is full, this was not written: { $path }. Make room, then do the step again
file-denied = no permission to write or read { $path }
file-not-found = no such file: { $path }
file-failed = reading or writing failed: { $path } ({ $error })
file-exists = the file exists already and is not overwritten: { $path }
file-injected = a write made to fail by a test: { $place }

# Interruptions
interrupted-before = an earlier step, { $step } ({ $subject }, { $at }), was cut short. The office stands before that step; do it again
interrupted-after = an earlier step, { $step } ({ $subject }, { $at }), was cut short at its very end. The office stands after that step; what was left of it has been finished
pending-damaged = the interruption record cannot be read: { $path } ({ $error }). Restore a backup, or look through the journal and remove it
step-done-nevertheless = the step was done, though an error came up on the way: { $error }
step-done-unfinished = the step is on record, but not all its files are in place: { $error }. The next command will finish it
step-import = import
step-approve = approval
step-freeze = freeze
step-commit = commitment
step-reveal = reveal
step-draw = draw
step-abandon = abandonment
step-publish = publication
step-substitute = substitution
step-recuse = recusal
step-other = { $name }

# Progress
progress-frozen = checking the frozen files
progress-draw = drawing entities, matching inspectors
progress-replay = replaying the draw
progress-publish = writing the evidence bundle
progress-gather = gathering frames from the registry
progress-check-registry = checking the registry
progress-freeze = writing the frames
progress-attempts = checking the attempts' files

# Plans
plan-file-utf8 = { $file } is not UTF-8 text; save it as UTF-8
plan-file-faults = { $count ->
    [one] the plan { $file } has a fault
   *[other] the plan { $file } has { $count } faults
  }
plan-unknown = no such plan: { $plan }
attempt-none = plan { $plan } has not been frozen
attempt-abandoned = attempt { $attempt } of plan { $plan } was abandoned ({ $reason }). Freeze the plan again for another attempt
approve-nobody = name the head who signs off with --by

# Commitments and reveals
commit-after-freeze = attempt { $attempt } of plan { $plan } is frozen; no commitment can be registered any more
commit-second = source { $source } has another commitment already: { $before }. Use --replace if it is to be replaced
commit-source-unknown = plan { $plan } has no commitment source called { $source }
commit-value-empty = a commitment's value must not be empty
opening-malformed = the opening cannot be read: { $path } ({ $error })
opening-broken = value and nonce of the opening do not make its commitment; the file may have been altered: { $path }
reveal-late = source { $source } had to be opened before { $reveal_by }, it is { $now } now; it counts as unopened
reveal-early = public source { $source } falls due at { $when }, it is { $now } now; it cannot be entered early
reveal-second = source { $source } has the value “{ $before }” already; each source is revealed once
reveal-drawn = attempt { $attempt } of plan { $plan } was drawn at { $at }; nothing can be revealed any more
reveal-sealed = source { $source } is the office's own, opened when the bundle is disclosed; it cannot be revealed

# Draw
draw-waits = plan { $plan } cannot be drawn yet
draw-public-missing = public source { $source } has not been entered (due at { $when })
draw-commitment-open = commitment { $source } has not been opened; it may be until { $reveal_by }
sealed-missing = the office does not hold the sealed value of source { $source }; it may have been changed from outside
drawn-damaged = file { $file } does not have the digest recorded at the draw; it is damaged or was altered. Restore a backup
amend-not-drawn = attempt { $attempt } of plan { $plan } has not been drawn; there are no visits to amend
amend-no-visit-of = no visit to this entity: { $code }

# Publication
publish-not-drawn = attempt { $attempt } of plan { $plan } has not been drawn; there is nothing to publish
publish-disclosed = plan { $plan } has been disclosed; it cannot be sealed again
publish-folder-taken = “{ $path }” holds something else ({ $name }) and is not overwritten. Choose an empty folder
publish-inside-office = a bundle cannot go into the office's own folders: { $path }

# Import and freeze
import-no-files = name the files to import
registry-empty = there is no registry of objects yet; import one with choucha import entities
plan-faults = { $count ->
    [one] plan { $plan } has a fault; mend it and try again
   *[other] plan { $plan } has { $count } faults; mend them and try again
  }
freeze-open = attempt { $attempt } of plan { $plan } is frozen and not drawn. To freeze the plan again abandon it first, with a reason (choucha abandon)
freeze-drawn = attempt { $attempt } of plan { $plan } is drawn. One attempt has one seed; to draw again abandon it first, with a reason (choucha abandon)
freeze-unapproved = the head has not approved plan { $plan }. Use choucha approve; an urgent plan may be frozen with --urgent and approved afterwards
freeze-changed = plan { $plan } was changed after its approval; it needs a new one
freeze-late = { $reveal_by }, the end of the reveals, is past (it is { $now }); the seed could be known already. Set later times
freeze-nothing = plan { $plan } would draw nothing and is not frozen. choucha plan check tells why
freeze-commitments = the sources of plan { $plan } are not complete
freeze-commitment-missing = source { $source } has no commitment yet (choucha commit { $plan } --source { $source })
freeze-commitment-differs = source { $source } registered { $registered }, which is not what the plan says
freeze-commitment-surplus = source { $source } has a commitment, but is not in the plan
freeze-sealed-given = the office makes the commitment of sealed source { $source } at the freeze; leave it out of the plan

# Status
status-approval = plan { $plan }: awaits the head's approval
status-only-commitments = plan { $plan }: commitments came in ({ $sources }), its text has not come in for approval
status-commitments = plan { $plan }, attempt { $attempt }: awaits commitments of { $sources }
status-freeze = plan { $plan }: awaits the freeze, before { $reveal_by }
status-freeze-late = plan { $plan }: not frozen, and { $reveal_by }, the end of the reveals, is past; set new times and approve it again
status-reveal = plan { $plan }: awaits the reveals of { $sources }, before { $reveal_by }
status-public-later = plan { $plan }: public source { $source } falls due at { $when }
status-public-due = plan { $plan }: public source { $source } fell due at { $when } and awaits entry
status-draw = plan { $plan }: can be drawn
status-publish = plan { $plan }: drawn, awaits publication
status-publish-again = plan { $plan }: amended since it was published; bring { $folder } up to date
status-disclose = plan { $plan }: its digests are published, awaits disclosure after the window ends on { $day }
status-urgent = plan { $plan }, attempt { $attempt }, was frozen as urgent and has not been approved since
status-file-damaged = missing, damaged or altered: { $path }. Restore a backup
status-certificates-out = { $count ->
    [one] an active inspector's certificate has run out: { $list }
   *[other] { $count } active inspectors' certificates have run out: { $list }
  }
status-certificates-soon = { $count ->
    [one] an active inspector's certificate runs out within 30 days: { $list }
   *[other] { $count } active inspectors' certificates run out within 30 days: { $list }
  }
status-next-entities = import the registry of objects: choucha import entities FILE…
status-next-inspectors = import the roster of inspectors: choucha import inspectors FILE…
status-next-items = import the item list: choucha import items FILE…
status-next-plan = write a plan: choucha plan new PLAN.toml

freeze-witnesses = the plan asks for { $needed } witnesses; the office has { $known }. Register them first with choucha log witness
filing-key-purpose = the key of { $name } is no witness's key; take the one that choucha witness init or status prints
filing-witness-unknown = no witness { $name } is registered; there are: { $known }
filing-no-witness = no witness is registered yet; register the key of the justice bureau or the superior department with choucha log witness
filing-no-place = none of the witnesses is reached over the network; exchange files with choucha log request and choucha log take
filing-refused = { $name }: { $reason }
filing-answer = the file { $path } is no witness's signature; it says: { $words }
filing-answer-old = the signature in { $path } fits no checkpoint and registered witness
filing-waits = { $have } witnesses have the freeze of { $plan } on file, { $needed } are asked for. File it (choucha log file) before anything is revealed or drawn
filing-too-late = the public source of { $plan } has fallen due with { $have } of { $needed } witnesses having the freeze on file. This attempt cannot go on: abandon it and freeze anew
step-key = registering a key
step-file = filing
step-erase = erasing personal data
erase-nothing = entry { $entry } of the log hides no { $member } that could be erased; there are: { $known }
erase-department = the department of entry { $entry } cannot be erased: it names nobody, and without it no result could be checked. Personal data of results are erased with choucha results erase
# Joint
step-joint-withdraw = withdrawal from a joint plan
step-joint-rules = rules of joint inspections
step-inbox = recording a message
step-inbox-answer = answering a message
step-inbox-erase = erasing a message
freeze-parts-unapproved = joint plan { $plan } has parts that the head of their department has not approved. Approve the departments' own plans first; in an urgent case freeze with --urgent and approve afterwards
plan-registry-differs = the plan names registry { $said }, the current one is { $current }. Check and rewrite or leave out registry
plan-check-planned = part { $part } ({ $department }): { $rows } entities cannot be drawn because other current plans ({ $plans }) have drawn them and not visited them yet; with that visit a gap or cap is reached
joint-drafts-faulty = the drafts have { $count } faults; mend them first
joint-conflicts = cannot be merged, there are { $count } conflicts
joint-draft-frozen = plan { $plan } is frozen by itself (attempt { $attempt }) and cannot be merged; abandon it first
joint-withdraw-frozen = joint plan { $plan } is frozen (attempt { $attempt }); “{ $department }” can no longer withdraw. The only way is to abandon it with the reason, withdraw, and have the next attempt approved and frozen
joint-withdraw-unknown = “{ $department }” is not among them; there are: { $known }
joint-withdraw-last = without “{ $department }” only “{ $left }” is left, and it is no joint plan. Freeze its own plan instead
joint-withdraw-lead = “{ $department }” is the lead; name another with --lead: { $known }
joint-withdrawn = “{ $department }” has withdrawn from this text of plan { $plan }; use the text written then
joint-unapproved = part { $part }: “{ $department }” has not approved this text of its plan { $plan }
joint-draft-alone = plan { $plan }, of which part { $part } was made, is frozen by itself; abandon it first
joint-changed = part { $part } is not what “{ $department }” approved in plan { $plan }; change it back, or have it approved again and merge again
joint-changed-around = part { $part }: cut-off date, secrecy, recusal or roster rules are not what “{ $department }” approved in plan { $plan }
joint-beyond = part { $part }: the window goes beyond { $from } to { $to }, approved in plan { $plan }
joint-merged = plan { $plan } is part of joint plan { $joint } and cannot be frozen by itself; withdraw from that first
status-merged = plan { $plan } is part of joint plan { $joint } and is frozen with it

step-case = making a case file
case-exists = { $path } exists already; choose another name
case-evidence-damaged = the document { $digest } is missing or was altered, so no case file can be made
case-archive = this is no sound archive of a case: { $error }
case-large = { $path } unpacks to more than 1 GiB, which no case file does
