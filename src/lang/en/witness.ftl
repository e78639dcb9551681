witness-exists = there is a witness here already: { $path }; choose another folder, or go on with it
witness-missing = there is no witness here: { $path }; set one up with choucha witness init
witness-locked = another process is at work with this witness ({ $path }); there can be only one at a time
witness-key-open = others can read the secret key: { $path }; make it readable by its owner only (chmod 600), and consider a new key
witness-memory-broken = what was remembered of the log “{ $origin }” is damaged or was altered: { $path }; nothing is signed until the latest copy is back from a backup
witness-memory-behind = what was remembered of the log “{ $origin }” was put back: the journal has { $size } entries cosigned, the memory { $latest }; an old backup may have been restored. Nothing is signed
witness-file = reading or writing { $path } failed: { $error }
witness-clock = the clock was set back: the last cosignature is of { $last }, now it is { $now }; set the clock right and try again
witness-log-unknown = this log key is not listed: { $key }
witness-cosigned = cosigned a checkpoint of the log “{ $origin }”: { $size } entries, root { $root }
witness-refused = refused to cosign the log “{ $origin }”, which signed a checkpoint that contradicts itself: { $reason }. The request is kept; ask that office at once
witness-url = a witness's address begins with http:// or https://: { $url }
witness-unreachable = the witness { $url } cannot be reached: { $error }
witness-ahead = the witness “{ $name }” has cosigned { $latest } entries, more than this checkpoint's { $size }; the log here may have been put back to an old backup
witness-refuses = the witness “{ $name }” refuses to cosign ({ $status }): { $words }
witness-cosignature = the answer of the witness “{ $name }” has no valid cosignature of it on this checkpoint
witness-listen = cannot listen on { $address }: { $error }
witness-service = the witness service broke off: { $error }
witness-init = set up the witness “{ $name }”: { $folder }
witness-init-key = Its public key, to give to the offices for their policies:
witness-init-next = Next: choucha witness add-log { $folder } with the public keys of the logs to watch. The secret key is witness.key: keep it here, and back the whole folder up
witness-watching = { $count } log keys are listed, { $new } of them new:
witness-serving = the witness “{ $name }” listens on { $address }; Ctrl-C stops it
witness-stopped = the witness “{ $name }” has stopped
witness-signed = consistent, and cosigned
witness-sign-conflict = not cosigned: the request starts elsewhere, { $latest } entries were cosigned last; let the office prove again from there
witness-sign-refused = refused ({ $status }): { $words }
witness-sign-answer = the answer is in { $file }; hand it back
witness-status = the witness “{ $name }”, { $state }, { $cosigned } cosignatures given
witness-running = at work
witness-idle = not running
witness-no-logs = no logs are listed yet
witness-head-log = log
witness-head-keys = keys
witness-head-size = entries
witness-head-at = last cosigned
witness-status-refused = Logs contradicted themselves and were refused, { $count } times; the requests are in the folder refused:
help-witness = Run a witness: the superior department or the justice bureau, watching that no office rewrites its log
help-witness-example =
    {"  "}choucha witness init witness --name justice.zhongwei.example
    {"  "}choucha witness serve witness --listen 0.0.0.0:8400
help-witness-init = Set a witness up with a key of its own
help-witness-init-arg-dir = The witness's folder, a new one
help-witness-init-arg-name = Its name, without spaces and “+”, like no other witness's
help-witness-init-example =
    {"  "}choucha witness init witness --name justice.zhongwei.example
help-witness-add-log = List logs to watch; takes effect at once, also while the service runs
help-witness-add-log-arg-dir = The witness's folder
help-witness-add-log-arg-keys = Public keys of logs (name+id+Base64); a log that rotates its key has two for a while
help-witness-add-log-arg-policy = A policy file (tlog-policy) whose logs to watch
help-witness-add-log-example =
    {"  "}choucha witness add-log witness county.example+0c9cf1cc+AaGh…
    {"  "}choucha witness add-log witness --policy superior.policy
help-witness-drop-log = Stop believing a log's key, as after a rotation; what is remembered of the log stays
help-witness-drop-log-arg-dir = The witness's folder
help-witness-drop-log-arg-key = The key
help-witness-drop-log-example =
    {"  "}choucha witness drop-log witness county.example+0c9cf1cc+AaGh…
help-witness-serve = Run the service (HTTP, C2SP tlog-witness)
help-witness-serve-arg-dir = The witness's folder
help-witness-serve-arg-listen = Where to listen, 127.0.0.1:8400 by default; put it behind a reverse proxy for other networks
help-witness-serve-example =
    {"  "}choucha witness serve witness --listen 0.0.0.0:8400
help-witness-sign = Where no network joins the two: judge a request that came as a file, write the answer
help-witness-sign-arg-dir = The witness's folder
help-witness-sign-arg-request = The office's request file
help-witness-sign-arg-output = Where the answer goes
help-witness-sign-example =
    {"  "}choucha witness sign witness request.txt -o answer.txt
help-witness-status = What the witness watches, cosigned last, and refused
help-witness-status-arg-dir = The witness's folder
help-witness-status-example =
    {"  "}choucha witness status witness
