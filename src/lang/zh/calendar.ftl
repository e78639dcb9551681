# 检查日历
calendar-not-drawn = 计划 { $plan } 第 { $attempt } 次抽取还没有抽出结果，不能排日期
calendar-none = 计划 { $plan } 还没有检查日历。先运行 choucha calendar make { $plan }
calendar-exists = 计划 { $plan } 已有检查日历（第 { $version } 版，{ $at }）。人员请假、替补、回避之后用 choucha calendar replan，只改非改不可的日期；确要全部重排，请加 --anew 理由
calendar-capacity = 每人每日检查次数应在 1 至 1000 之间（个别人员可以是 0）
calendar-capacity-of = “{ $value }”不对，应写作 执法证号=次数，如 Z002=1
calendar-inspector-unknown = 计划 { $plan } 没有派执法证号为 { $inspector } 的人员
calendar-inspector-idle = 日历上没有执法证号为 { $inspector } 的人员
calendar-department-unknown = 日历上没有部门“{ $department }”
calendar-no-days = 计划 { $plan } 的检查期 { $first } 至 { $last } 自 { $today } 之后已没有工作日。请核对节假日安排（choucha import workdays），或以更长的检查期另行抽取
calendar-impossible = 计划 { $plan } 排不出日历：检查期内还有 { $days } 个工作日，每人每日至多 { $capacity } 次
calendar-overloaded = { $inspector } 有 { $load } 次检查，能出勤的工作日 { $days } 个，只排得下 { $room } 次。可以：每日上限提高到 { $needed } 次（--capacity 或 --capacity-of）、由别人接替一部分（choucha recuse）、下次抽取把检查期定长或增派人员
calendar-away = { $inspector } 有 { $load } 次检查，但检查期内没有一个工作日能出勤（请假、停职、证件过期、不在名录，或每日上限为 0）。请由别人接替（choucha recuse）后再排
calendar-no-common-day = 第 { $visit } 次检查的成员（{ $members }）没有一个共同能出勤的工作日。请调整请假，或由别人接替其中一人（choucha recuse）
calendar-stuck = 有 { $count } 次检查找不到大家都有空的日子：第 { $visits } 次。可以提高每日上限（--capacity）、调整请假，或由别人接替（choucha recuse）；移动检查的，请换一天
calendar-more = 另有 { $count } 处，不再列出
calendar-visit-unknown = 没有第 { $visit } 次检查，也没有代码为它的对象
calendar-visit-given-up = 第 { $visit } 次检查已取消，没有日期可改
calendar-visit-no-team = 第 { $visit } 次检查没有检查组，不能排日期
calendar-date-window = { $date } 不在检查期 { $first } 至 { $last } 之内
calendar-date-past = { $date } 已经过去（今天是 { $today }）
calendar-date-off = { $date } 不是工作日，其后第一个工作日是 { $next }
calendar-member-away = 第 { $visit } 次检查的 { $inspector } 在 { $date } 不能出勤（请假、停职、证件不在有效期内或不在名录）。请换一天，或由别人接替（choucha recuse）
calendar-export-kind = 不认识文件类型“{ $kind }”：可以是 .ics、.csv、.html，或者一个新目录
calendar-export-file = 只导出一人或一个部门时，请写文件名（.ics、.csv、.html）
calendar-folder-taken = 目录 { $path } 里有别的东西（{ $name }），请换一个新目录
calendar-made = 计划 { $plan } 的检查日历第 { $version } 版：{ $dated } 次检查有了日期
calendar-already = 计划 { $plan } 的检查日历已是第 { $version } 版，没有改动
calendar-mode-early = 尽早
calendar-mode-spread = 均匀
calendar-dates = { $first } 至 { $last }（{ $mode }，每人每日至多 { $capacity } 次）
calendar-bound = 用 { $last } 个工作日；不可能少于 { $bound } 个
calendar-areas = 出勤 { $busy } 人日，其中 { $mixed } 人日要跑一个以上区域
calendar-moved = 改期 { $moved } 次，新排 { $new } 次，取消 { $gone } 次
calendar-moved-visit = 第 { $visit } 次检查由 { $from } 改到 { $to }
calendar-not-fewest = 情形复杂，未能证明改动已是最少
calendar-undated = { $count } 次检查没有检查组，没有日期
calendar-sealed-early = 本计划在检查前保密。“尽早”方式下人人知道检查集中在最初几天；要更难猜，请用 --mode spread
calendar-next = 下一步：choucha calendar export { $plan } 目录
calendar-exported = 已写出 { $files } 个文件：{ $target }
calendar-stale = 有 { $count } 次检查在排期之后有了变动，请运行 choucha calendar replan { $plan } --why 理由
calendar-version = 第 { $version } 版，{ $at }，{ $rows } 次检查：{ $reason }
sheet-sealed = 本计划在检查前保密，请勿外传
sheet-doubtful = 注意：{ $years } 年的放假通知尚未录入（或下一年的通知可能改动年末几天），工作日按周末和固定日期的法定节日推定，春节、清明、端午、中秋和调休未计入。通知公布后请用 choucha import workdays 录入，再运行 choucha calendar replan
sheet-assumed = 此日是否上班为推定，以国务院办公厅通知为准
sheet-summary = 检查：{ $name }
sheet-about = 计划 { $plan } 第 { $visit } 次检查，对象代码 { $code }。{ $people }
sheet-head = { $office }　{ $plan }《{ $title }》　{ $first } 至 { $last }　日历第 { $version } 版，{ $made }
sheet-title = 检查日历 { $plan } { $who }
sheet-month = { $year }年{ $month }月
sheet-monday = 周一
sheet-tuesday = 周二
sheet-wednesday = 周三
sheet-thursday = 周四
sheet-friday = 周五
sheet-saturday = 周六
sheet-sunday = 周日
sheet-off = 休 { $holiday }
sheet-made-up = 班（{ $holiday }调休）
workdays-utf8 = { $file } 不是 UTF-8 文字，请另存为 UTF-8 的 CSV
workdays-faults = { $file } 有 { $count } 处须改正，没有录入
import-workdays = 已录入 { $year } 年放假通知：放假 { $off } 天，调休上班 { $work } 天
import-workdays-already = { $year } 年的放假安排与已知的相同，没有改动
import-workdays-replaces = 程序自带 { $year } 年的安排，现以录入的为准，请核对
progress-calendar = 排检查日历（{ $visits } 次检查）
step-calendar = 检查日历
step-workdays = 录入放假通知
status-calendar-none = 计划 { $plan } 的 { $count } 次检查都还没有日期：choucha calendar make { $plan }
status-calendar-undated = 计划 { $plan } 有 { $count } 次检查没有检查组，没有日期
status-calendar-stale = 计划 { $plan } 排期之后有替补或回避：choucha calendar replan { $plan } --why 理由
head-date = 日期
head-visit = 序号
head-code = 代码
head-name = 名称
head-team = 检查组

help-calendar = 检查日历：排日期、查看、改期、重排、导出
help-calendar-example =
    {"  "}choucha calendar make 2026Q4-001
    {"  "}choucha calendar show 2026Q4-001
help-calendar-make = 为计划的每次检查排日期：检查期内的工作日，各组成员都有空，同一天尽量只跑一个区域
help-calendar-make-arg-plan = 计划编号
help-calendar-make-arg-mode = spread 在检查期内均匀铺开（默认），early 尽早查完
help-calendar-make-arg-capacity = 每人每日至多检查几次，默认 2
help-calendar-make-arg-capacity_of = 个别人员另定，如 Z002=1；可多次写
help-calendar-make-arg-anew = 已有日历仍要全部重排的理由；已到日期的不动
help-calendar-make-example =
    {"  "}choucha calendar make 2026Q4-001 --mode early --capacity 3
help-calendar-show = 按月显示检查日历
help-calendar-show-arg-plan = 计划编号
help-calendar-show-arg-inspector = 只看一名人员（执法证号）
help-calendar-show-arg-department = 只看一个部门
help-calendar-show-arg-list = 同时列出每次检查
help-calendar-show-example =
    {"  "}choucha calendar show 2026Q4-001 --inspector Z002
help-calendar-move = 一次检查改到某天，别的检查只在非让不可时改期
help-calendar-move-arg-plan = 计划编号
help-calendar-move-arg-visit = 检查序号，或对象代码
help-calendar-move-arg-date = 日期，如 2026-11-03
help-calendar-move-arg-why = 理由
help-calendar-move-example =
    {"  "}choucha calendar move 2026Q4-001 12 2026-11-03 --why 企业停电
help-calendar-replan = 请假、替补、回避或放假通知之后重排：只改非改不可的日期，新增的检查排上，取消的撤下
help-calendar-replan-arg-plan = 计划编号
help-calendar-replan-arg-why = 理由
help-calendar-replan-example =
    {"  "}choucha calendar replan 2026Q4-001 --why 请假
help-calendar-export = 导出检查日历：目录里是 CSV、可打印的月历（HTML）和每人、每组的 iCalendar；也可只要一个文件
help-calendar-export-arg-plan = 计划编号
help-calendar-export-arg-target = 新目录，或文件（.ics、.csv、.html）
help-calendar-export-arg-inspector = 只要一名人员（执法证号），与文件同用
help-calendar-export-arg-department = 只要一个部门，与文件同用
help-calendar-export-example =
    {"  "}choucha calendar export 2026Q4-001 calendar
    {"  "}choucha calendar export 2026Q4-001 Z002.ics --inspector Z002
