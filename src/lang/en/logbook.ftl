help-log = the log: a record nobody can rewrite
help-log-example =
    {"  "}choucha log show
    {"  "}choucha log file
    {"  "}choucha log check LOG --since EARLIER-CHECKPOINT
help-log-check = Checks a published log from its beginning
help-log-check-arg-dir = the log's folder (log/ of an office, or a copy from its site)
help-log-check-arg-key = the log's key, known from elsewhere
help-log-check-arg-since = a checkpoint kept earlier: the log must only have grown since
help-log-check-example =
    {"  "}choucha log check office-demo/office/log
    {"  "}choucha log check log --since 2026-10-09.checkpoint
help-log-show = Shows entries; inside the office hidden personal data are told
help-log-show-arg-from = the first one; by default the last ones
help-log-show-arg-count = how many; 20 by default
help-log-show-example =
    {"  "}choucha log show
    {"  "}choucha log show --from 1 --count 5
help-log-key = The log's public key and checkpoint
help-log-key-example =
    {"  "}choucha log key
help-log-proof = Writes the proof that an entry is in the log (C2SP tlog-proof)
help-log-proof-arg-entry = its number
help-log-proof-arg-output = where the proof goes; the entry is written beside it
help-log-proof-example =
    {"  "}choucha log proof 12 -o 12.tlog-proof
help-log-witness = Shows, registers and retires witnesses
help-log-witness-arg-key = a witness's public key, as its choucha witness init or status prints it
help-log-witness-arg-url = where its service is; without, files are exchanged
help-log-witness-arg-retire = let this witness go, by name or key
help-log-witness-example =
    {"  "}choucha log witness
    {"  "}choucha log witness justice+1a2b3c4d+BNcJ… --url http://10.1.2.3:8400
    {"  "}choucha log witness --retire justice
help-log-file = Files the checkpoint: asks every witness for its signature
help-log-file-example =
    {"  "}choucha log file
help-log-request = Without a network: writes the request for a witness to a file
help-log-request-arg-witness = the witness's name
help-log-request-arg-file = where the request goes
help-log-request-example =
    {"  "}choucha log request justice request.txt
help-log-take = Takes a witness's answer from a file
help-log-take-arg-file = the answer
help-log-take-example =
    {"  "}choucha log take answer.txt
help-log-rotate = Gives the log a new key; old and new sign the handover, then the old is destroyed
help-log-rotate-example =
    {"  "}choucha log rotate
help-log-erase = Forgets personal data that an entry hides; the entry stays, and so does a note of the erasure
help-log-erase-arg-entry = its number
help-log-erase-arg-member = which member, such as by
help-log-erase-example =
    {"  "}choucha log erase 12 by
log-check-holds = the log { $origin } holds: { $size } entries, root { $root }
log-check-span = from { $from } to { $to }
log-check-key = key { $key }
log-check-continues = it continues the earlier checkpoint of { $size } entries; nothing before was changed
log-check-attempts = { $attempts } attempts, numbered without gaps; { $abandoned } of them abandoned
log-attempt = {"  "}{ $serial }. { $plan }, attempt { $attempt }: { $state }, { $amendments } rows of amendments
log-attempt-frozen = frozen (entry { $entry })
log-attempt-drawn = drawn (entry { $entry })
log-attempt-published = published (entry { $entry })
log-attempt-abandoned = abandoned (entry { $entry })
log-check-keep = Keep this checkpoint file: with --since it will show next time whether the log was rewritten
log-show-none = there are no such entries
log-show-line = { $seq }. { $at } { $name } { $subject }
log-show-member = {"     "}{ $member }: { $value }
log-show-hidden = {"     "}{ $member } (hidden from the public): { $value }
log-show-erased = {"     "}{ $member }: erased
log-key-origin-is = The public key of the log { $origin }:
log-key-former = an earlier key: { $key }
log-key-stands = { $size } entries now, root { $root }
log-key-give = Give the key to your witnesses and put it on your site: with it anyone can check the log
log-proof-written = the proof is in { $file }, the entry itself in { $entry }
log-witness-none = no witness is registered yet
log-witness-line = { $name }, { $place }; has entries up to { $size } on file { $at }
log-witness-url = at { $url }
log-witness-files = by files
log-witness-added = the witness { $name } is registered
log-witness-known = the witness { $name } was registered before; nothing was changed
log-witness-retired = the witness { $name } is retired
log-file-nobody = no witness signed the checkpoint of { $size } entries
log-filed = filed: { $by } signed the checkpoint of { $size } entries
log-filed-before = filed before, and nothing happened since: { $by }
log-requested = the request for { $name } (checkpoint of { $size } entries) is in { $file }. When it has answered with choucha witness sign, take the answer with choucha log take
log-rotated = the log has a new key, and the old one is destroyed. The new public key:
log-rotated-next = Give it to your witnesses (choucha witness add-log) and renew it on your site
log-erased = { $member } of entry { $entry } is erased; the log itself stays as it is
