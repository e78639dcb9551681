# fsck
help-fsck = Recompute everything from the log: every entry, and the state that follows from them; compare it with the database, the published files, the registry, each attempt's files and every bundle handed out; name each difference
help-fsck-example =
    {"  "}choucha fsck
    {"  "}choucha fsck --checkpoint kept-by-the-bureau.txt
help-fsck-arg-checkpoint = A checkpoint somebody kept (a witness, a notary, whoever downloaded the log): the log must continue it
fsck-read = The log has { $entries } entries, root { $root }
fsck-read-broken = The log has { $entries } entries, with some missing between, and therefore no root
fsck-in-order = Everything agrees
fsck-faults = Differences found: { $count }
fsck-notes = Worth knowing:
fsck-more = { $count } more like this one: { $first }
progress-fsck-log = recomputing the log
progress-fsck-bundles = checking bundles handed out
cli-unpublished = The log's files could not be put out, so the office can be looked at but not changed: { $reason }

# the log
fsck-entry-missing = The log lacks { $count } entries from number { $from } on
fsck-entry-form = Entry { $seq } of the log is not in its form: { $reason }
fsck-entry-column = The column { $column } of entry { $seq } differs from its body: the body says "{ $expected }", the column "{ $found }"
fsck-entry-back = Entry { $seq } of the log is of { $at }, before the entry before it ({ $before })
fsck-entry-future = Entry { $seq } of the log is of { $at }, which is yet to come (it is { $now }): the clock was set back, or the entry is forged
fsck-entries-cut = A signed checkpoint has { $size } entries, the database only { $entries }: entries were cut off the end
fsck-entries-unsealed = The database has { $entries } entries, the signed checkpoints end at { $size }: this program did not write the others
fsck-private-wrong = What is kept for { $member } of entry { $seq } does not open its commitment: it was altered
fsck-private-stray = Something is kept for { $member } of entry { $seq }, which the entry does not have
fsck-private-dropped = What opens { $member } of entry { $seq } is gone, and no entry says that it was erased
fsck-private-kept = { $member } of entry { $seq } was erased by entry { $by }, and yet it is there
fsck-leaf = Entry { $seq } does not have the hash that the tile { $path } holds for it: the entry or the tile was altered
fsck-tile-missing = The database lacks the log's tile { $path }
fsck-tile-width = The log's tile { $path } should hold { $expected } hashes and holds { $found }
fsck-tile-differs = Hash { $place } of the log's tile { $path } is not the one recomputed
fsck-tile-surplus = The database has a tile too many, level { $level } number { $number }: the log is not so long
fsck-root = The checkpoint at { $size } does not fit the entries: their root is { $expected }, it was signed over { $found }. Entries were rewritten after it was signed
fsck-roots = { $count } checkpoints after it do not fit the entries either
fsck-checkpoint-missing = There should be a checkpoint at { $size }, and there is none
fsck-checkpoint-signature = The signatures of the checkpoint at { $size } do not hold: { $reason }
fsck-checkpoint-columns = the signed text says size { $size } and root { $root }, the columns say otherwise
fsck-checkpoint-unsigned = the key { $key } has not signed
fsck-checkpoint-stranger = the signature "{ $name }" ({ $id }) is of no key in force then
fsck-kept-differs = The checkpoint somebody kept ({ $size } entries) has the root { $expected }, today's log has { $found } at that size: the log was rewritten
fsck-kept-longer = The checkpoint somebody kept has { $size } entries, today's log only { $entries }: it was cut short, or replaced by an older copy
fsck-kept-foreign = The checkpoint somebody kept was not signed by a key of this log: { $reason }
fsck-act-init = Entry { $seq }: the first entry, and no other, sets the office up
fsck-act-attempt = Entry { $seq } speaks of attempt number { $serial }, which no entry before has frozen so
fsck-act-serial = Entry { $seq } freezes attempt number { $serial }, which does not follow from the entries before
fsck-act-twice = Entry { $seq } ({ $kind }) repeats what can happen only once

# published files
fsck-published-missing = The published log lacks the file { $path }
fsck-published-differs = The published log's file { $path } is not what the database's log has
fsck-published-foreign = The published log has a file too many: { $path }
fsck-left-aside = Left by an interruption and of no use: { $path }

# keys and filings
fsck-key-open = Others can read the key file { $path }. Make it its owner's only (0600), and think of rotating the key
fsck-key-stray = A file among the keys is none of this log's: { $path }
fsck-key-unused = A key that is not in force, left by an interrupted rotation; it can be removed: { $path }
fsck-filing = Entry { $seq }, the filing of the checkpoint at { $size } with the witness { $key }, does not hold: { $reason }
fsck-filing-unknown = the witness was not known then
fsck-filing-root = the checkpoint has the root { $expected }, { $found } was filed
fsck-filing-time = its signature says { $expected }, the entry { $found }
fsck-filing-unsigned = the line is not that witness's signature

# the database
fsck-row-surplus = The database has a row too many under { $table }: "{ $row }" is in no entry
fsck-row-missing = The database lacks a row under { $table }: "{ $row }" is in the log
fsck-row-differs = In the database under { $table }, "{ $row }", column { $column }: by the log "{ $expected }", found "{ $found }"
fsck-row-secret = In the database under { $table }, "{ $row }", the column { $column } differs from the log
fsck-table-office = office
fsck-table-registry = registry versions
fsck-table-texts = plan texts
fsck-table-plans = plans
fsck-table-approvals = approvals
fsck-table-attempts = attempts
fsck-table-files = files of attempts
fsck-table-commitments = commitments
fsck-table-sealed = sealed values
fsck-table-salts = salts of the barred
fsck-table-contributions = values revealed
fsck-table-amendments = amendments
fsck-table-publications = publications
fsck-table-keys = keys
fsck-table-places = places of witnesses
fsck-table-filings = filings
fsck-table-calendars = calendars
fsck-table-workdays = notices on working days
fsck-table-joint-rules = joint rules
fsck-table-withdrawals = withdrawals from joint plans
fsck-calendar = Version { $version } of the calendar of attempt number { $serial } does not give the digest in the log
fsck-workdays = The notice on working days of { $year } does not give the digest in the log
fsck-sources = The source files of registry version { $version } are not what entry { $seq } commits to
fsck-sealed = The sealed value { $source } of attempt number { $serial } does not open the commitment in plan.json
fsck-salts = The { $count } salts of attempt number { $serial } do not give the marks in barred.csv
fsck-amendments = The amendments of attempt number { $serial } do not give the digest in entry { $seq }
fsck-seed = The seed of attempt number { $serial } is not the one in ceremony.json
fsck-register = { $register }: not what the last import left (entry { $seq }; 0 for none): { $expected } expected, { $found } found
fsck-register-unreadable = { $register }: unreadable ({ $reason })
fsck-register-inspectors = register of inspectors
fsck-register-items = list of items
fsck-register-history = earlier checks
fsck-register-barred = barred pairs

# files
fsck-file-differs = The file { $path } was altered: digest { $expected } expected, { $found } found
fsck-file-length = The file { $path } has { $found } bytes, the database says { $expected }
fsck-folder-foreign = This does not belong here: { $path }
fsck-manifest-rows = The manifest of registry version { $version } has { $found } objects, the log says { $expected }
fsck-manifest-previous = The manifest of registry version { $version } does not follow the version before it in the log
fsck-registry-orphan = No version of the registry needs this file; it can be removed: { $path }
fsck-bundle-gone = A bundle's folder is no longer there and was not checked: { $folder }
fsck-bundle-ahead = The bundle in { $folder } is newer than its last publication on record: publishing was cut off; publish again
fsck-bundle-log-missing = The bundle in { $folder } has no proofs of the log: publishing was cut off; publish again
fsck-bundle-log = The log's proofs in the bundle { $folder } do not hold: { $reason }
fsck-bundle-checkpoint = the log has signed no such checkpoint at { $size }
fsck-bundle-proof = the proof of entry { $seq } does not fit the checkpoint

# Results
progress-fsck-evidence = checking evidence
progress-fsck-results = checking results
fsck-result-act = entry { $seq } of the log ({ $kind }): { $reason }
fsck-result-unrecorded = the result it speaks of was never recorded, or never public
fsck-result-order = version { $version } does not follow from the entries before
fsck-result-number = the objection's number { $number } does not follow from the entries before
fsck-result-own = who reviewed is who recorded
fsck-result-legal = a major decision was made public without legal review
fsck-result-state = where the result stood then ({ $state }), this could not be done
fsck-result-erased = the department of some entries on results was erased; the tables of results were not checked
fsck-result = version { $version } of the result of { $department } for visit { $visit } is not what entry { $seq } of the log commits to: findings, items or evidence were changed
fsck-result-emptied = the personal data in version { $version } of the result of { $department } for visit { $visit } (entry { $seq } of the log) are blank, and no entry says they were erased: this is no erasure but tampering
fsck-result-erased-open = it says personal data were erased, and { $count } of them are still there
fsck-objection = objection { $number } is not what the log commits to
fsck-evidence-missing = evidence is missing: { $path }
fsck-evidence-erased = evidence was to go with the personal data erased, and is still there: { $path }; run choucha results erase --expired once more
fsck-table-results = results
fsck-table-result-items = items of results
fsck-table-result-evidence = evidence
fsck-table-result-states = states of results
fsck-table-result-acts = reviews, publications, withdrawals
fsck-table-result-rules = rules on deadlines of results
fsck-table-objections = objections
fsck-table-answers = answers to objections
fsck-table-letters = what letters became
fsck-table-erasures = erasures of personal data
