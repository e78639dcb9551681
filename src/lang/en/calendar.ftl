# The calendar of visits
calendar-not-drawn = Attempt { $attempt } of plan { $plan } is not drawn yet; there are no visits to date
calendar-none = Plan { $plan } has no calendar yet. First run choucha calendar make { $plan }
calendar-exists = Plan { $plan } has a calendar (version { $version }, { $at }). After leaves, substitutions and recusals, choucha calendar replan changes only the dates that must change; to arrange all anew, give --anew REASON
calendar-capacity = Visits a day must be between 1 and 1000 (0 is allowed for single inspectors)
calendar-capacity-of = "{ $value }" is not INSPECTOR=N, such as Z002=1
calendar-inspector-unknown = Plan { $plan } sends no inspector { $inspector }
calendar-inspector-idle = Inspector { $inspector } is not on the calendar
calendar-department-unknown = Department "{ $department }" is not on the calendar
calendar-no-days = The window of plan { $plan }, { $first } to { $last }, has no working day after { $today }. Check the notices on holidays (choucha import workdays), or draw again with a longer window
calendar-impossible = Plan { $plan } has no calendar: { $days } working days are left in its window, at most { $capacity } visits a day for each inspector
calendar-overloaded = { $inspector } has { $load } visits and { $days } days to work, with room for { $room }. What mends it: { $needed } visits a day (--capacity or --capacity-of), others taking some over (choucha recuse), a longer window or more inspectors at the next draw
calendar-away = { $inspector } has { $load } visits but no day to work in the window (on leave, suspended, certificate out, not in the register, or a capacity of 0). Have others take over (choucha recuse) and try again
calendar-no-common-day = The members of visit { $visit } ({ $members }) have no working day in common. Change a leave, or have somebody take over for one of them (choucha recuse)
calendar-stuck = No day was found on which all are free for { $count } visits: { $visits }. Raise the visits a day (--capacity), change leaves, or have others take over (choucha recuse); for a move, choose another day
calendar-more = { $count } more are not listed
calendar-visit-unknown = There is no visit { $visit }, nor an entity of that code
calendar-visit-given-up = Visit { $visit } was given up; it has no date to change
calendar-visit-no-team = Visit { $visit } has no team and gets no date
calendar-date-window = { $date } is not in the window, { $first } to { $last }
calendar-date-past = { $date } is past (today is { $today })
calendar-date-off = { $date } is not a working day; the next one is { $next }
calendar-member-away = { $inspector } of visit { $visit } cannot go on { $date } (on leave, suspended, certificate not valid, or not in the register). Choose another day, or have somebody take over (choucha recuse)
calendar-export-kind = Unknown kind of file "{ $kind }": .ics, .csv, .html, or a new folder
calendar-export-file = For one inspector or department give a file name (.ics, .csv, .html)
calendar-folder-taken = Folder { $path } holds something else ({ $name }); choose a new one
calendar-made = Calendar of plan { $plan }, version { $version }: { $dated } visits have dates
calendar-already = The calendar of plan { $plan } stands at version { $version }; nothing was changed
calendar-mode-early = early
calendar-mode-spread = spread evenly
calendar-dates = { $first } to { $last } ({ $mode }, at most { $capacity } visits a day for each inspector)
calendar-bound = { $last } working days; fewer than { $bound } are impossible
calendar-areas = { $busy } days of inspectors, { $mixed } of them in more than one area
calendar-moved = { $moved } visits moved, { $new } newly dated, { $gone } given up
calendar-moved-visit = visit { $visit } moved from { $from } to { $to }
calendar-not-fewest = The case is involved; that these are the fewest changes is not proven
calendar-undated = { $count } visits have no team and no date
calendar-sealed-early = This plan is secret until the visits. Everybody knows that early calendars fill the first days; --mode spread is harder to guess
calendar-next = Next: choucha calendar export { $plan } FOLDER
calendar-exported = Written to { $target }; number of files: { $files }
calendar-stale = { $count } visits have changed since they were dated; run choucha calendar replan { $plan } --why REASON
calendar-version = version { $version }, { $at }, { $rows } visits: { $reason }
sheet-sealed = This plan is secret until the visits; do not pass this on
sheet-doubtful = Note: no notice on holidays is known for { $years } (or the next year's may still move the last days of December). Working days are assumed from weekends and holidays on fixed dates; Spring Festival, Tomb-sweeping, Dragon Boat and Mid-autumn days and make-up days are not counted in. Once the notice is out, enter it with choucha import workdays and run choucha calendar replan
sheet-assumed = That this is a working day is assumed; the State Council's notice decides
sheet-summary = Inspection: { $name }
sheet-about = Plan { $plan }, visit { $visit }, code { $code }. { $people }
sheet-head = { $office }  { $plan } "{ $title }"  { $first } to { $last }  calendar version { $version }, { $made }
sheet-title = Calendar { $plan } { $who }
sheet-month = { $year }-{ $month }
sheet-monday = Mon
sheet-tuesday = Tue
sheet-wednesday = Wed
sheet-thursday = Thu
sheet-friday = Fri
sheet-saturday = Sat
sheet-sunday = Sun
sheet-off = off { $holiday }
sheet-made-up = worked ({ $holiday })
workdays-utf8 = { $file } is not UTF-8 text; save it as CSV in UTF-8
workdays-faults = { $file } has { $count } faults; nothing was entered
import-workdays = Notice for { $year } entered: { $off } days off, { $work } make-up working days
import-workdays-already = The days of { $year } are as they were known; nothing was changed
import-workdays-replaces = The program brings days of its own for { $year }; from now on those entered hold. Please check them
progress-calendar = Arranging the calendar ({ $visits } visits)
step-calendar = calendar
step-workdays = notice on holidays
status-calendar-none = None of the { $count } visits of plan { $plan } has a date yet: choucha calendar make { $plan }
status-calendar-undated = { $count } visits of plan { $plan } have no team and no date
status-calendar-stale = Plan { $plan } was amended after its calendar: choucha calendar replan { $plan } --why REASON
head-date = Date
head-visit = Visit
head-code = Code
head-name = Name
head-team = Team

help-calendar = The calendar of visits: make, show, move, replan, export
help-calendar-example =
    {"  "}choucha calendar make 2026Q4-001
    {"  "}choucha calendar show 2026Q4-001
help-calendar-make = Give every visit of a plan a date: a working day of its window on which all members are free, one area a day where possible
help-calendar-make-arg-plan = Plan number
help-calendar-make-arg-mode = spread evenly over the window (default), or early
help-calendar-make-arg-capacity = Most visits a day of an inspector, 2 by default
help-calendar-make-arg-capacity_of = Another number for one inspector, such as Z002=1; may be repeated
help-calendar-make-arg-anew = Why a calendar that stands is to be arranged anew; dates that have come stay
help-calendar-make-example =
    {"  "}choucha calendar make 2026Q4-001 --mode early --capacity 3
help-calendar-show = Show the calendar by months
help-calendar-show-arg-plan = Plan number
help-calendar-show-arg-inspector = Of one inspector only (certificate number)
help-calendar-show-arg-department = Of one department only
help-calendar-show-arg-list = List the visits too
help-calendar-show-example =
    {"  "}choucha calendar show 2026Q4-001 --inspector Z002
help-calendar-move = Move a visit to a day; others move only where they must make room
help-calendar-move-arg-plan = Plan number
help-calendar-move-arg-visit = Number of the visit, or the entity's code
help-calendar-move-arg-date = The day, such as 2026-11-03
help-calendar-move-arg-why = Reason
help-calendar-move-example =
    {"  "}choucha calendar move 2026Q4-001 12 2026-11-03 --why "power cut at the firm"
help-calendar-replan = After leaves, substitutions, recusals or a notice: only dates that must change do, new visits get one, visits given up lose theirs
help-calendar-replan-arg-plan = Plan number
help-calendar-replan-arg-why = Reason
help-calendar-replan-example =
    {"  "}choucha calendar replan 2026Q4-001 --why "leave"
help-calendar-export = Export the calendar: a folder with CSV, printable months (HTML) and an iCalendar file for each inspector and team; or one file
help-calendar-export-arg-plan = Plan number
help-calendar-export-arg-target = A new folder, or a file (.ics, .csv, .html)
help-calendar-export-arg-inspector = Of one inspector only (certificate number), with a file
help-calendar-export-arg-department = Of one department only, with a file
help-calendar-export-example =
    {"  "}choucha calendar export 2026Q4-001 calendar
    {"  "}choucha calendar export 2026Q4-001 Z002.ics --inspector Z002
