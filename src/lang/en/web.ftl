# Pages of the portal
# The frame of a page
web-portal = Random inspections, made public
web-office = Inspection office
web-home = Home
web-skip = Skip to the content
web-nav = Sections
web-toc = On this page
web-way = You are here
web-nav-plans = Plans
web-nav-draws = Draws
web-nav-results = Results
web-nav-companies = Companies
web-nav-items = Items
web-nav-officers = Officers
web-nav-check = How to check
web-nav-log = The log
web-nav-about = About and feedback
web-search = Search
web-search-label = Company name, code, plan number …
web-search-hint = Company name or code
web-practice = Practice data
web-practice-words = This site is for practice: the office, companies, people and results are made up.
web-made = As of { $at }, made from the log up to entry { $entries }.
web-footer = Everything here can be seen without an account, and anyone can recompute and check the draws.
web-printed = Address of this page:{" "}
web-sitemap = Sitemap
web-feed-plans = Plans (Atom feed)
web-feed-results = Results (Atom feed)
web-span = { $from } to { $to }
web-span-open = from { $from }
web-yes = yes
web-no = no
web-all = all
web-everywhere = everywhere

# Lists
web-narrow = Filter
web-narrowed = Showing only
web-narrowed-by = { $label }: { $words }
web-narrow-drop = Remove filters
web-narrow-label = Filter this list
web-counted = { $words } ({ $count })
web-total = { $count ->
    [one] 1 entry
   *[other] { $shown } entries
    }
web-pages = Pages
web-page-first = First page
web-page-next = Next
web-page-previous = Previous
web-download = Download this list:
web-nothing-narrowed = Nothing matches. Widen or remove the filters.
web-facet-stage = Stage
web-facet-department = Department
web-facet-year = Year
web-facet-joint = Joint
web-item-named = { $name } ({ $code })
web-facet-item = Item
web-facet-plan = Plan number
web-facet-draw = Draw
web-facet-area = Area
web-facet-state = State
web-facet-finding = Finding
web-facet-problem = Problem found
web-facet-company = Company code
web-facet-visit = Visit
web-facet-kind = Type
web-facet-object = Kind of object
web-facet-visited = Drawn before
web-facet-category = Category
web-facet-subject = Inspecting authority
web-facet-level = Level
web-facet-weight = Key or general
web-facet-field = Joint field
web-facet-competence = Competence
web-facet-expert = Expert
web-weight-key = key item
web-weight-general = general item
web-state-standing = standing
web-state-given_up = given up
web-state-void = its draw was abandoned

# Home
web-home-title = Random inspections
web-home-lead = Who is inspected, and by whom, is decided by a random draw. Plans, draws and results are all public here.
web-home-check = No need to trust us: you can recompute every draw yourself.
web-home-check-link = How to check
web-home-plans = What is planned
web-home-drawn = What was drawn
web-home-found = What was found
web-home-no-draws = No draw has been made public yet.
web-home-no-results = No result has been made public yet. Results are due within { $days ->
    [one] 1 working day
   *[other] { $days } working days
    } of the decision.
web-home-found-words = Results made public: { $results }; reporting a problem: { $problems }.
web-home-latest-results = Latest results
web-all-plans = All plans
web-all-results = All results
web-figure-plans = { $count ->
    [one] plan
   *[other] plans
    }
web-figure-draws = { $count ->
    [one] draw made public
   *[other] draws made public
    }
web-figure-visits = { $count ->
    [one] visit drawn
   *[other] visits drawn
    }
web-figure-results = { $count ->
    [one] result
   *[other] results
    }
web-figure-items = { $count ->
    [one] inspection item
   *[other] inspection items
    }
web-figure-officers = { $count ->
    [one] officer
   *[other] officers
    }
web-chart-quarters = Visits drawn and results public, by quarter
web-chart-quarter = Quarter
web-chart-drawn = Drawn
web-chart-with-result = With a public result
web-chart-findings = Results by finding
web-chart-shared = How many departments share a visit
web-chart-departments = Departments
web-chart-load = { $department }: visits per inspector
web-chart-inspectors = Inspectors
web-quarter = { $year }, quarter { $quarter }

# Plans
web-plans-lead = Each plan freezes its scope, rates and people before the draw; nobody can change them afterwards.
web-plans-empty = No plan has been frozen yet.
web-plan-number = Plan { $plan }
web-plan-kind = Kind
web-plan-joint = joint, several departments
web-plan-single = one department
web-plan-reveal = Commitments opened by
web-plan-sealed = yes: the list of those drawn stays secret until the visits; only digests are public before
web-plan-urgent = This plan was drawn in urgency before approval; the approval is still to come.
web-plan-parts = Parts
web-plan-no-parts = There are no parts to show.
web-plan-attempts = Draws
web-plan-several = This plan was drawn { $count } times. Every attempt stays on record, abandoned ones too.
web-plan-no-attempts = There was no draw yet.
web-plan-no-results = No result is public yet.
web-plan-timeline = What happened when
web-plan-timeline-words = Every step stands in the log; follow the link to see the record itself.
web-attempt = Attempt { $attempt }
web-attempt-abandoned = abandoned { $at }
web-attempt-closed = drawn, not public yet
web-stage-frozen = frozen, waiting for the draw
web-stage-drawn = drawn
web-stage-sealed = drawn, list still secret
web-stage-disclosed = draw made public
web-stage-results = results coming in
web-stage-completed = all results public
web-stage-abandoned = abandoned
web-stage-frozen-words = Scope, rates and people are frozen; the random seed is still to come.
web-stage-drawn-words = The draw is done; its evidence has not been handed out yet.
web-stage-sealed-words = The draw is done. The list follows after the visits; the digests public now make sure it cannot be changed.
web-stage-disclosed-words = The draw is public in full; the visits are under way.
web-stage-results-words = Results are being made public.
web-stage-completed-words = All results are public.
web-stage-abandoned-words = The last draw was abandoned and none has followed yet.
web-step-init = office set up
web-step-import = register imported
web-step-approve = approved by the head
web-step-commit = commitment registered
web-step-freeze = plan frozen
web-step-reveal = value revealed
web-step-draw = drawn
web-step-abandon = abandoned
web-step-substitute = company substituted
web-step-recuse = inspector recused
web-step-publish = draw made public
web-step-case = case file made
web-step-calendar = visits dated
web-step-workdays = holidays entered
web-step-joint-withdraw = left a joint plan
web-step-joint-rules = rules of joint plans
web-step-record = result recorded
web-step-correct = result corrected
web-step-review = result reviewed
web-step-legal-review = legal review
web-step-publish-results = result made public
web-step-withdraw = result withdrawn
web-step-object = objection registered
web-step-answer = objection answered
web-step-erase-result = personal data of a result erased
web-step-result-rules = rules of deadlines
web-step-key = key registered
web-step-file = filed with a witness
web-step-erase = personal data erased
web-step-inbox = message received
web-step-inbox-answer = message answered
web-step-inbox-erase = message erased

# Draws
web-draws-lead = Frames, seed, those drawn, teams and evidence of every draw.
web-draws-empty = No draw has been made public yet.
web-draw-name = Draw { $serial }
web-draw-lead = { $parts ->
    [one] The frame of its one part holds { $rows } rows
   *[other] The frames of its { $parts } parts hold { $rows } rows
    }; { $selections } were selected, and with each company visited once the visits number { $visits }.
web-draw-abandoned = This draw was abandoned later on. It stays on record; no inspection follows from it.
web-draw-visits = { $count }: see the list
web-draw-seed = Where the seed comes from
web-draw-seed-words = Several parties contribute to the seed: committed before the freeze, opened after it, together with a public value nobody controls. No single party can steer it.
web-draw-sources = Sources of the seed
web-draw-no-sources = No sources are on record.
web-draw-unopened = not opened, counts as empty
web-source-commitment = a participant's commitment
web-source-public = public value
web-source-drand = drand public randomness
web-source-sealed = the office's own sealed commitment
web-draw-frames = Who could be drawn, how many were
web-draw-frames-words = Every row of a frame has a ticket, computed from the seed and the company's code. In each stratum the smallest tickets are drawn.
web-draw-part = Part { $part }: { $department }
web-draw-eligible = Eligible
web-draw-exclusions = Excluded
web-draw-excluded = { $reason }: { $rows }
web-draw-root = Merkle root of the frame
web-draw-strata = Strata of part { $part }
web-draw-no-strata = There are no strata.
web-draw-plots-all = All { $count } plots of this part
web-draw-plots-lead = One plot for every stratum of this part that had anything to choose: tickets from small to large, those left of the line are drawn.
web-draw-plots-none = No stratum had anything to choose: all of it was drawn, or nothing.
web-draw-selected = Drawn
web-draw-reserves = Reserves
web-draw-cutoff = Largest ticket drawn
web-plot-alt = Tickets of part { $part }, stratum “{ $stratum }”: { $eligible } companies; drawn are those not above { $cutoff }, { $selected } in all. How many lie where stands in the table below.
web-plot-caption = Stratum “{ $stratum }”: the tickets of { $eligible } companies from small to large; dark: drawn ({ $selected }).
web-plot-cut = The line marks the cut-off: largest ticket drawn { $cutoff }, smallest not drawn { $next }
web-plot-table = This plot as a table
web-plot-class = Tickets beginning
web-plot-tickets = Companies
web-plot-low = small tickets
web-plot-high = large tickets
web-draw-shared = One visit for several departments
web-draw-shared-words = The parts selected { $selections } in all; merged into { $visits } visits, companies are spared { $saved }.
web-draw-shared-by = { $departments ->
    [one] 1 department
   *[other] { $departments } departments
    }
web-draw-teams = Who inspects
web-draw-teams-words = Inspectors are matched at random from the same seed; certificates, areas, competences and recusals are respected.
web-draw-load = { $inspectors ->
    [one] 1 inspector
   *[other] { $inspectors } inspectors
    } available at the time, whatever their competences, for { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
    }.
web-draw-load-each = { $visits } each
web-draw-short = Without a full team: { $visits }.
web-draw-amendments = Substitutions and recusals
web-draw-amendments-words = Nothing drawn is edited. Companies that no longer exist are replaced by the next reserve, inspectors who must step back by others; every change is listed here.
web-draw-no-amendments = There were none.
web-draw-nobody = nobody
web-amendment-substitute = substitution
web-amendment-recuse = recusal
web-draw-check = Check this draw yourself
web-draw-check-words = Press the button and your browser downloads the evidence and recomputes seed, tickets, selection and visits on your own device. Nothing is sent anywhere.
web-draw-files = Evidence files
web-draw-files-words = Beside each file stands its SHA-256 digest. A change of a single byte would change it.
web-excluded-checked-recently = inspected not long ago
web-excluded-cap-reached = the department's limit of inspections is reached
web-excluded-cap-all = the limit over all departments is reached
web-excluded-item-frequency = the item's own frequency is reached
web-excluded-already-drawn = drawn by another plan, visit to come
web-excluded-covered = inspected within the set period
web-excluded-drawn-this-year = drawn already this year
web-excluded-no-class = no credit-risk class
web-excluded-status = registration status out of scope
web-excluded-newly-founded = founded not long ago
web-excluded-dormant = registered as dormant
web-excluded-closing = being deregistered
web-excluded-moved = moved away
web-excluded-bankrupt = in bankruptcy
web-reason-own = “{ $code }” (a rule of this plan's own, as written there)

# Checking
web-check-without = Checking in the browser needs scripts. Without them, use the commands below.
web-check-company = Check one company: its code
web-check-company-button = Check this company
web-check-plain = This site is made of plain files: to check one company the browser downloads all frames of this draw ({ $size } MB) and reads them row by row. Whether it stands in them or not is proven either way.
web-check-code = CODE
web-check-seed = SEED
web-check-folder = BUNDLE
web-check-hand = Check by command
web-check-shell-words = The ticket of one company, on any computer:
web-check-files-words = With all files downloaded, hold each against its digest:
web-check-script-words = Recompute the selection on a database of your own, without any program of ours:
web-check-sql-words = The choucha command prints the same SQL, verifies the whole bundle, and explains why a company was drawn or not:
web-sql = SQL that recomputes this draw
web-sql-lead = Download the evidence files into a folder, save any of the scripts below there as check.sql and run it in that folder. It reads the frames, recomputes every ticket, selects, and compares row by row with the selection made public; “0 differences” at its end means that all agree.
web-sql-files = Download the evidence files
web-sql-run = Run: { $command }
web-check-more = How to check, in detail
web-check-lead = Nobody has to vouch for the draw. With any of the ways below anyone can recompute it.
web-check-idea = The idea
web-check-idea-frozen = Before the draw, who could be drawn, at what rate and by whom is frozen, and its digest P made public. Change one letter and the digest no longer fits.
web-check-idea-seed = Only then the seed is made of P, the values revealed and a public value. Nobody knew it at the freeze, so the list cannot have been fitted to it.
web-check-idea-tickets = A company's ticket is SHA-256(seed:code), the same whoever computes it.
web-check-idea-selected = In each stratum the smallest tickets are drawn, as many as the rate says. There is no room for picking.
web-check-idea-teams = Inspectors are matched from the same seed, by public rules.
web-check-idea-log = Every step goes into an append-only log cosigned by outside witnesses; how often was drawn and abandoned cannot be hidden.
web-check-way-button = Way 1: press a button
web-check-way-button-words = Open a draw's page and press “Check in my browser”. A company can check just itself, in seconds.
web-check-way-hand = Way 2: one line in a shell
web-check-way-hand-words = Put in the seed and the code as the page gives them:
web-check-way-hand-compare = If the ticket is not above the stratum's largest ticket drawn, the company is drawn; otherwise not.
web-check-way-sql = Way 3: a database
web-check-way-sql-words = Download the bundle and print the SQL that recomputes the selection on PostgreSQL, DuckDB, Spark or DataFusion:
web-check-way-command = Way 4: the checker
web-check-way-command-words = The checker shares no selecting code with the draw. It recomputes file by file and names file, line and rule of the first thing wrong:
web-check-way-log = The log
web-check-way-log-words = The log has a public format (C2SP tlog-tiles); any program for it can read, check and watch it.
web-check-limits = What a check cannot prove
web-check-limits-words = It proves that the draw over the frozen registry was not tampered with. It cannot prove that the registry is complete; companies can look up whether they stand in the frame.

# Visits
web-visits = Visits
web-visits-lead = Companies drawn, departments taking part, and results made public.
web-visits-empty = No visit came out of this draw.
web-visit-name = Visit { $visit }
web-visit-given-up = given up
web-visit-open = result not public yet
web-visit-resulted = result public
web-visit-questions = Questions
web-visit-why = Why this company was drawn
web-visit-complain = Complain about the inspection
web-visit-given-up-words = The company no longer exists and none took its place; the visit was given up.
web-visit-teams = Inspectors
web-visit-no-teams = No team is public.
web-visit-no-results = No result is public yet.
web-member = { $name } { $role }
web-lead = (lead)
web-expert = expert

# Results
web-results-lead = Each department's result of each visit. Corrected results show both versions; withdrawn ones leave a notice.
web-results-empty = No result has been made public yet.
web-result-of = { $name }: result of { $department }
web-result-until = On show until { $until }.
web-result-found = What was found
web-result-in-force = In force (version { $version })
web-result-earlier = Before the correction (version { $version })
web-result-items = Findings by item
web-result-corrected = corrected
web-result-why = Why it was corrected:
web-result-not-checked = not checked
web-result-nothing-checked = nothing checked
web-result-late = outside the plan's window
web-result-evidence = Evidence on file
web-result-pieces = { $count ->
    [one] 1 piece
   *[other] { $count } pieces
    }
web-result-reviewed = passed
web-result-disagree = If you disagree
web-result-disagree-words = Whoever was inspected can object in writing to the department, naming the result and the plan. If the objection is upheld, the result is corrected or withdrawn, with a notice here.
web-notices = Withdrawn results
web-notices-lead = Withdrawn results no longer show company or finding; only this notice stays.
web-notices-empty = No result has been withdrawn.
web-notice = This result was withdrawn
web-notice-lead = What stood here is no longer on show. Who withdrew it, when and why:
web-finding-01 = no problem found
web-finding-02 = annual report not disclosed
web-finding-03 = other required information not disclosed
web-finding-04 = disclosed information false or concealed
web-finding-05 = not reachable at the registered address
web-finding-06 = problem found, ordered to correct
web-finding-07 = seriously uncooperative
web-finding-08 = no such business activity found
web-finding-09 = problem found, to be dealt with
web-finding-10 = closed or being wound up
web-disposal-01 = nothing further
web-disposal-02 = ordered to correct
web-disposal-03 = handed to case handlers
web-disposal-04 = other departments notified
web-disposal-05 = passed to routine supervision
web-disposal-06 = other

# Companies
web-companies-lead = Everyone who stood in a public frame: whether drawn each time, and why.
web-companies-empty = No company has stood in a public frame yet.
web-company-found = This is the code of
web-company-unknown = No public frame holds the code { $code }. Check it, or search by name.
web-company-code = Code { $code }
web-company-lead = In the frames of { $draws ->
    [one] 1 draw
   *[other] { $draws } draws
    }; { $visits ->
    [0] no visit
    [one] 1 visit
   *[other] { $visits } visits
    }; { $results ->
    [0] no result
    [one] 1 result
   *[other] { $results } results
    } on show.
web-company-person = A natural person: the name is masked and results stay on show for two years.
web-company-draws = Its place in the draws
web-company-draws-words = Frame by frame: whether it was drawn, and why. The ticket follows from seed and code; anyone can recompute it.
web-company-no-draws = No public draw concerns it.
web-company-more-draws = The latest { $shown } of { $all } are shown.
web-company-ticket = Ticket
web-company-why = check the whole draw
web-industry = { $section } ({ $code })
web-industry-a = farming, forestry, fishery
web-industry-b = mining
web-industry-c = manufacturing
web-industry-d = power, heat, gas and water supply
web-industry-e = construction
web-industry-f = wholesale and retail
web-industry-g = transport, storage and post
web-industry-h = hotels and catering
web-industry-i = information technology
web-industry-j = finance
web-industry-k = real estate
web-industry-l = leasing and business services
web-industry-m = research and technical services
web-industry-n = water, environment and public facilities
web-industry-o = household and other services
web-industry-p = education
web-industry-q = health and social work
web-industry-r = culture, sport and entertainment
web-industry-s = public administration and organisations
web-industry-t = international organisations
web-company-reasons = Point by point, and the command to recompute it
web-company-check = Check this company in my browser (draw { $serial })
web-company-in = In the frames of draw { $serial }
web-company-fate = Outcome
web-company-nowhere = It stood in no frame of this draw and could not be drawn.
web-company-no-bundle = The evidence cannot be read at the moment; please come back.
web-company-no-visits = No visit is public.
web-company-no-results = No result is on show.
web-company-notices = Results were withdrawn; notices:
web-fate-excluded = excluded: { $reason }
web-fate-reserve = not drawn, a reserve
web-company-rank = Rank of the ticket
web-fate-drawn = drawn
web-fate-not-drawn = not drawn

# Items and officers
web-items-lead = What is inspected, on what basis, by whom and at what rate. What is not on this list may not be inspected.
web-items-empty = No list of items has been published yet.
web-item-code = Item { $code }
web-item-key = key item
web-item-general = general item
web-item-results = Results of this item
web-item-procedure = Procedure
web-item-no-procedure = No procedure sheet is on file.
web-item-draw = How it is drawn
web-item-flow = Steps
web-item-standard = Standard
web-item-authority = Approval
web-item-disclosure = Disclosure
web-item-archive = Filing
web-item-recorded = Steps recorded in sound or picture
web-item-versions = Versions
web-item-in-force = In force
web-item-field = Joint field
web-item-initiator = Initiating department
web-item-participants = Participating departments
web-officers-lead = Those who may be sent to inspect, with the fields that the law makes public and no others.
web-officers-empty = No list of officers has been published yet.
web-officer-certificate = Certificate { $certificate }
web-officer-expert = expert who comes along; not counted in the team
web-officer-rights = Inspectors must show their certificate; without it, an inspection may be refused.

# Search
web-search-words = Type any part of a company's name or code, a plan's number, an item, an officer's name or a place; separate several words by spaces.
web-search-kind = Kind
web-search-hit = Name
web-search-found = Found
web-search-nothing = Nothing found. Check the spelling, or type less.
web-search-total = { $count ->
    [one] 1 hit
   *[other] { $shown } hits
    }
web-search-more = More than { $count } hits; a few more characters narrow them down
web-search-far = { $count } hits; paging ends here, a few more characters narrow them down
web-search-plain = This is the static edition and cannot search. Look companies up by code, or use your browser's find on a list.
web-search-prefixes = In the order of their codes, page by page:
web-search-prefix = { $first } to { $last }
web-kind-companies = Company
web-kind-results = Result
web-kind-plans = Plan
web-kind-draws = Draw
web-kind-items = Item
web-kind-officers = Officer
web-kind-visits = Visit
web-kind-notices = Notice
web-kind-office = Office

# The log
web-log-lead = Every step of this office goes into this append-only log. Changing or removing an entry would be noticed by the witnesses and by anyone who kept a checkpoint.
web-log-checkpoint = Latest checkpoint
web-log-checkpoint-words = The checkpoint fixes the whole log so far by signatures. Keep a copy and you can tell later whether it was rewritten.
web-log-size = Entries
web-log-root = Root
web-log-keys = Public keys of the log
web-log-download = Download the checkpoint
web-log-witnesses = Witnesses
web-log-witnesses-words = Witnesses have keys and memories of their own and sign only a log that was never rewritten.
web-log-witness = Witness key
web-log-cosigned = Cosigned up to entry
web-log-no-witnesses = No witness is registered yet.
web-log-not-yet = not yet
web-log-entries = Entries
web-log-entries-words = Newest first. Each was held against the checkpoint.
web-log-empty = The log is empty.
web-log-newest = Newest entries
web-log-older = Older entries
web-log-total = { $count ->
    [one] 1 entry
   *[other] { $shown } entries
    }
web-log-plan = plan { $plan }
web-entry = log entry { $seq }
web-entry-name = Log entry { $seq }
web-entry-lead = Held against the checkpoint of { $size } entries.
web-entry-members = What it says
web-entry-hidden = Members marked as commitments concern persons or internals; the log holds only their salted digest.
web-entry-commitment = salted commitment
web-entry-bytes = The bytes themselves

# About
web-about-lead = This site makes public the plans, draws and results of random inspections.
web-about-office = Office
web-about-since = Set up
web-about-edition = As of
web-about-within = Results are due
web-about-days = within { $days ->
    [one] 1 working day
   *[other] { $days } working days
    } of the decision
web-about-within-of = Results of { $department } published
web-about-within-decision = Penalty and licence decisions published
web-about-answer = What is sent in is answered
web-about-answer-days = within { $days ->
    [one] 1 working day
   *[other] { $days } working days
    } after it came in
web-about-shown = What is shown and what is not
web-about-shown-fields = Contacts, phone numbers, legal representatives and risk classes are never shown.
web-about-shown-person = Names of natural persons are masked.
web-about-shown-sealed = Sealed draws show their list after the visits; digests fix it before.
web-about-shown-years = Results are on show for 5 years, those of natural persons for 2, and then taken off.
web-about-shown-corrected = Corrected results show both versions; withdrawn ones only a notice.
web-about-feedback = Feedback, objections, complaints
web-about-feedback-words = To object to a result, report a mistake or complain about an inspection, turn to this office or the department concerned, naming the result, plan or log entry.
web-about-data = Data
web-about-data-words = Every list can be downloaded as CSV, XLSX or JSON, and what is new can be followed by feed. Addresses are permanent.
web-api-persons = Names of natural persons
web-about-data-bundles = Pages, lists, search, feeds and open data are all made by one set of rules, which masks the names of natural persons everywhere. Evidence bundles are the exception: they are the originals frozen before the draw, each file fixed by its digest, and could not be checked if a letter were changed. They are handed out as they were frozen; the frames' files therefore hold names.
web-about-accessible = Accessibility
web-about-accessible-words = Made to WCAG 2.2 AA: usable by keyboard alone, printable, and complete without scripts except for the check in the browser.

# Errors
web-error-missing = There is no such page
web-error-missing-words = The address may be wrong, or what stood here is no longer on show. Try from here:
web-error-bad = This address cannot be understood
web-error-bad-words = Check the address, or try from here:
web-error-method = This kind of request is not supported
web-error-method-words = Pages here are for reading only.
web-error-early = Being prepared
web-error-early-words = The first edition is being made; please reload in a moment.
web-error-busy = Many visitors
web-error-busy-words = Several large lists are being counted at this moment; please try again shortly.
web-error-long = What was sent is too long
web-error-long-words = No more than 64 KB can be sent at once; please shorten it.
web-error-failed = This cannot be shown at the moment
web-error-failed-words = It is not your fault. We have taken note; please try again later.
web-bad-address = The address holds something unreadable or too long.
web-bad-after = “after” is no place this site has given out. Start from the list's first page.
web-bad-kind = There is no such kind. Choose one from the box.
web-bad-from = The place to go on from must be a moderate whole number.
web-export-long = The list has more than { $most } rows, which one sheet cannot hold. Filter it first (by year or department), or download CSV, which has no limit.

# Running it
web-base = --base-url “{ $base }” is no address; it should look like https://example.gov.cn
web-base-missing = --base-url was not given: the addresses in feeds and the sitemap are incomplete, so that search engines and subscribers cannot use them. For a public site say where it is reached, such as --base-url https://example.gov.cn
web-serving = The portal is open at { $address } (Ctrl-C stops it)
web-stopped = The portal has stopped
web-port-taken = { $address } is taken by another program. Stop it, or choose another port with --listen
web-listen = Cannot listen on { $address }: { $error }
web-service = The service failed: { $error }
web-refresh-failed = The portal was not brought up to date; the edition before stays: { $reason }
web-broken = A page could not be made: { $reason }
web-template = The page's template failed: { $error }
web-file = A file cannot be read: { $error }
web-export = The list's file could not be written: { $error }
web-route-unruled = Nothing says who may see { $path }; the portal does not open
web-route-missing = There is a rule for { $path } but no such page
web-publishing = pages
web-published = The site stands in { $folder }: { $pages } pages, { $files } files
web-published-broken = { $count } links lead nowhere:
web-publish = { $address } could not be written as a plain file: { $error }
web-publish-early = There is no edition to write yet
web-folder-foreign = { $path } holds other files. Choose an empty folder, so that nothing is overwritten

# Columns
web-col-abandoned = Abandoned
web-col-about = About
web-col-amendment = Kind
web-col-amendments = Amendments
web-col-approval = Approval number
web-col-approved-at = Approved
web-col-approved-by = Approved by
web-col-approved-on = Approved on
web-col-area = Area
web-col-area-name = Name of the area
web-col-areas = Areas
web-col-at = Time
web-col-attempt = Attempt
web-col-authority = Registration authority
web-col-authority-issued = Issued by
web-col-basis = Legal basis
web-col-bundle = Bundle digest
web-col-bytes = Bytes
web-col-category = Category
web-col-certificate = Certificate
web-col-checked = Checked
web-col-code = Code
web-col-competences = Competences
web-col-content = Content
web-col-cutoff = Registry as of
web-col-date = Visited
web-col-department = Department
web-col-departments = Departments
web-col-digest = SHA-256
web-col-disclosed-at = Made public
web-col-disposal = Disposal
web-col-disposal-words = Disposal in words
web-col-draw = Draw
web-col-drawn-at = Drawn
web-col-draws = Draws
web-col-due = Results due
web-col-entity = Company
web-col-expert = Expert
web-col-file = File
web-col-finding = Finding
web-col-finding-words = Finding in words
web-col-frequency = Frequency
web-col-from = From
web-col-frozen-at = Frozen
web-col-given-up = Given up
web-col-industry = Industry
web-col-item = Item
web-col-item-name = Item
web-col-items = Items
web-col-key = Key or general
web-col-kind = Type
web-col-late = Outside the window
web-col-lead = Lead
web-col-legal-review = Legal review
web-col-level = Level
web-col-method = Method
web-col-name = Name
web-col-new = New
web-col-notice = Notice
web-col-object = Kind of object
web-col-officer = Name
web-col-old = Old
web-col-p = Digest P of plan.json
web-col-part = Part
web-col-parts = Parts
web-col-plan = Plan
web-col-problems = With a problem
web-col-published = Results public
web-col-published-at = Made public
web-col-published-on = Published on
web-col-rate = Rate
web-col-result = Result
web-col-results = Results
web-col-rows = Rows of the frame
web-col-sealed = Sealed
web-col-section = Section
web-col-seed = Seed
web-col-selections = Selections
web-col-seq = No.
web-col-serial = Draw
web-col-source = Source
web-col-source-kind = Kind
web-col-stage = Stage
web-col-state = State
web-col-status = Status
web-col-step = Step
web-col-stratum = Stratum
web-col-subject = Inspecting authority
web-col-team = Team
web-col-team-size = Team size
web-col-title = Plan
web-col-to = To
web-col-until = On show until
web-col-valid = Valid
web-col-valid-from = Valid from
web-col-valid-to = Valid to
web-col-value = Value
web-col-version = Version
web-col-visit = Visit
web-col-visits = Visits
web-col-window = Window
web-col-withdrawn-at = Withdrawn
web-feed-plan = { $stage }; { $departments }; { $from } to { $to }
web-feed-result = Visited { $date }: { $findings }

# Help
help-serve = Opens the portal: plans, draws, results, for anyone
help-serve-arg-listen = Address and port to listen on (127.0.0.1:8080)
help-serve-arg-base_url = Address it is reached at from outside, for feeds and sitemap
help-publish-site = Writes the portal as plain files that any web server can host
help-publish-site-arg-dir = Folder to write: empty, or written by this command before
help-publish-site-arg-base_url = Address it will be reached at, for feeds and sitemap
help-serve-example =
    {"  "}choucha serve --office OFFICE
    {"  "}choucha serve --office OFFICE --listen 0.0.0.0:80 --base-url https://choucha.example.gov.cn
help-publish-site-example =
    {"  "}choucha publish-site --office OFFICE site
