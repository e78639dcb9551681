# Messages of the public

inbox-receipt = “{ $value }” is no receipt number. It has 12 digits and capital letters, such as 7K2M-94QX-B0TE
inbox-unknown = there is no message with the receipt number { $receipt }. Please check it for slips
inbox-full = no more messages can be taken in today. Please send it tomorrow, or telephone or write to the office
inbox-faults = the message needs { $count } corrections
inbox-empty = please write what it is about
inbox-long = { $field } is too long: { $length } characters, at most { $limit }. Please shorten it, or hand in documents separately
inbox-about-needed = an objection or a request for correction has to name the result or page it is about, such as its address, the plan's number or the company's code
inbox-field-text = the text
inbox-field-about = what it is about
inbox-field-name = the name
inbox-field-contact = the contact
inbox-matter-complaint = complaint
inbox-matter-objection = objection
inbox-matter-correction = request for correction
inbox-matter-tip = tip
inbox-outcome-upheld = upheld
inbox-outcome-partly = partly upheld
inbox-outcome-rejected = not upheld
inbox-outcome-forwarded = passed on to the authority in charge
inbox-outcome-noted = noted
inbox-answered = { $receipt } was answered on { $at } and cannot be answered again
inbox-is-objection = { $receipt } was entered as objection { $number }, and is answered with it: choucha results answer { $number }
inbox-letter-gone = the letter that this objection came by is no longer in inbox.db; bring inbox.db back from a copy
inbox-objection-outcome = this letter was entered as objection { $number }: what comes of it is upheld, partly or rejected
inbox-handled-objection = entered as objection { $number }
inbox-handled-correction = a correction is under way
inbox-answer-empty = please give the answer's words (--text)
inbox-unanswered = { $receipt } is not answered yet; its content cannot be erased
inbox-late = { $count } messages are past the day for their answer (choucha inbox list)
inbox-awaits = { $count } messages wait for an answer, the first by { $due } (choucha inbox list)
inbox-gone = the message that entry { $seq } of the log records is no longer in inbox.db
inbox-altered = message { $receipt } is not what entry { $seq } of the log says
inbox-unrecorded = message { $receipt } is marked as recorded, and the log has no such entry
inbox-answer-gone = the answer to message { $receipt } (entry { $seq } of the log) is no longer in inbox.db
inbox-answer-altered = the answer to message { $receipt } is not what entry { $seq } of the log says
inbox-answer-unrecorded = the answer to message { $receipt } is not in the log
inbox-erased-unrecorded = what was erased of message { $receipt } is not as the log says
inbox-received = Received; receipt number { $receipt }. It is to be answered by { $due }; follow it with the number
inbox-none = no message waits for an answer
inbox-heading-receipt = receipt
inbox-heading-matter = matter
inbox-heading-at = received
inbox-heading-due = answer by
inbox-heading-left = working days left
inbox-heading-about = about
inbox-heading-outcome = outcome
inbox-show = { $receipt }  { $matter }, received { $at }, to be answered by { $due }
inbox-show-about = About: { $about }
inbox-show-from = From: { $name }; contact: { $contact }
inbox-show-erased = (content erased)
inbox-show-answer = Answered { $at }: { $outcome }
inbox-show-entry = entry { $entry } of the log
inbox-anonymous = not given

help-inbox = Messages of the public: complaints, objections, requests for correction, tips; and their answers
help-inbox-example =
    {"  "}choucha inbox list
    {"  "}choucha inbox answer 7K2M-94QX-B0TE --outcome upheld --text "the page has been corrected"
help-inbox-list = What waits for an answer, the most urgent first
help-inbox-list-arg-all = answered ones as well
help-inbox-list-example =
    {"  "}choucha inbox list --all
help-inbox-show = What one message says and where it stands
help-inbox-show-arg-receipt = receipt number
help-inbox-show-example =
    {"  "}choucha inbox show 7K2M-94QX-B0TE
help-inbox-answer = Answers a message, once; the answer goes on record
help-inbox-answer-arg-receipt = receipt number
help-inbox-answer-arg-outcome = what came of it: upheld, partly, rejected, forwarded, noted
help-inbox-answer-arg-text = the answer, for who wrote
help-inbox-answer-example =
    {"  "}choucha inbox answer 7K2M-94QX-B0TE --outcome rejected --text "looked at again, the result stands: …"
help-inbox-add = Takes in what came by letter, telephone or in person
help-inbox-add-arg-matter = what it is: complaint, objection, correction, tip
help-inbox-add-arg-text = what it says
help-inbox-add-arg-about = what it is about: a result page's address, a plan's number, a code; needed for objections and corrections
help-inbox-add-arg-name = who says so
help-inbox-add-arg-contact = where to reach them
help-inbox-add-example =
    {"  "}choucha inbox add --matter objection --about 2026Q4-001 --text "nobody came that day"
help-inbox-erase = Erases what an answered message says; that it came and was answered stays on record
help-inbox-erase-arg-receipt = receipt number
help-inbox-erase-example =
    {"  "}choucha inbox erase 7K2M-94QX-B0TE
