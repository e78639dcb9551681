# 检查结果

results-finding-unknown = 检查结果“{ $value }”不在代码表内
results-disposal-unknown = 后续处置“{ $value }”不在代码表内
results-form = 结果写不成规范的 JSON：{ $error }
results-limit = 期限“{ $name }”为 { $days } 个工作日；应为 1 至 { $most } 个工作日，可以短于国家规定，不得长于国家规定

step-record = 录入结果
step-review = 审核结果
step-legal-review = 法制审核
step-publish-results = 公示结果
step-correct = 更正结果
step-withdraw = 撤销结果
step-object = 登记异议
step-answer = 答复异议
step-erase-result = 清除结果的个人信息
step-result-rules = 结果公示期限规则

# 录入：哪里不对
amend-has-result = 第 { $visit } 号检查已由{ $department }录入结果，不能再替补或回避；结果有误的，请退回或更正
results-not-a-correction = { $department }第 { $visit } 号检查的结果已公示过，被退回的是更正稿，请用 choucha results correct 重新录入
results-plan-undrawn = 计划 { $plan } 的第 { $attempt } 次抽取还没有完成，没有检查可以录入结果
results-not-drawn = 计划 { $plan } 没有抽到“{ $visit }”：它既不是检查序号，也不是抽中对象的代码。没有抽中的，不得以本计划检查
results-code-differs = 第 { $visit } 号检查的对象是 { $code }，与本行的代码不符
results-given-up = 第 { $visit } 号检查（{ $code }）已取消：对象不复存在，已由备选递补。结果请录入递补的那次检查
results-department = 第 { $visit } 号检查没有“{ $department }”的分项；有分项的部门：{ $departments }
results-department-which = 第 { $visit } 号检查由多个部门共同实施（{ $departments }），请写明是哪个部门的结果
results-with-row = 同一次检查的第 { $row } 行有误，本次检查的各行一并退回
results-rows-differ = 与第 { $row } 行是同一次检查，本列却写得不同
results-future = 日期 { $date } 晚于今天（{ $today }）；还没有发生的事不能录入
results-before-draw = 检查日期 { $date } 早于抽取之日（{ $drawn }）；抽取之前的检查不是本计划的检查
results-late-reason = 检查日期 { $date } 不在检查期 { $from } 至 { $to } 之内；可以录入，但须写明原因
results-decided-early = 决定日期 { $decided } 早于检查日期 { $date }
results-not-on-team = { $inspectors } 不在第 { $visit } 号检查的检查组里；检查组（含回避、替补后的变动）：{ $team }
results-team-short = 检查组到场且证件有效的执法人员只有 { $count } 人，不得少于 { $needed } 人
results-second = { $department }已录入过第 { $visit } 号检查的结果（第 { $version } 版，{ $state }），一次检查一个部门只有一个结果
results-item-foreign = 事项 { $item } 不在第 { $visit } 号检查中{ $department }的分项里；应填：{ $items }
results-item-twice = 事项 { $item } 填了两次
results-item-missing = 第 { $visit } 号检查中{ $department }的事项 { $items } 没有填报
results-unchecked-finding = 本事项填为未检查，却填有检查结果或后续处置
results-gone = “{ $value }”说明检查对象已不复存在或不在范围内。这不是检查结果，应当用 choucha substitute 由备选递补
results-disposal-missing = 检查结果为“{ $finding }”，没有填后续处置
results-evidence-missing = 找不到证据材料 { $file }
results-evidence-empty = 证据材料 { $file } 是空文件（0 字节），多半没有拷贝完整
results-evidence-time = 证据材料 { $file } 的时间“{ $value }”认不出，或晚于现在
results-evidence-changed = 证据材料 { $file } 在录入过程中被改动，没有录入
results-missing = 请写明 { $what }；各项的写法见 choucha record --help
results-reject = { $file } 第 { $row } 行，{ $column }“{ $value }”：{ $reason }。{ $remedy }
results-rows = 读入 { $read } 行 = 采用 { $taken } 行 + 早已录入、内容相同 { $same } 行 + 退回 { $rejected } 行
results-fault = { $reason }。{ $remedy }

# 录入：怎么办
results-remedy-visit = 请对照计划的检查清单（visits.csv）核对检查序号和代码
results-remedy-department = 请填检查部门（命令行用 --department），名称与计划中的一致
results-remedy-with-row = 请改正那一行后一并重新录入
results-remedy-alike = 同一次检查的日期、方式、人员等各行应相同
results-remedy-text = 请去掉控制字符后重填
results-remedy-future = 请核对日期
results-remedy-late = 请在“逾期原因”写明原因（命令行用 --late）
results-remedy-decided = 决定日期应在检查日期与今天之间；没有另作决定的留空
results-remedy-team = 请核对执法证号；换了人的，应先用 choucha recuse 记录回避，由随机次序决定接替的人
results-remedy-short = 请填写实际到场的全部检查人员；确实不足两人的，这次检查不合法，应重新检查
results-remedy-second = 退回的可以重新录入；已公示的用 choucha results correct 更正
results-remedy-correcting = 更正稿正在办理：请先由录入人以外的人审核（choucha review），或退回后重新更正
results-remedy-item = 请填计划中本部门的事项编码；留空表示本部门的全部事项
results-remedy-item-twice = 请删去多余的一行
results-remedy-item-missing = 请补填；没有检查的，“是否检查”填“否”
results-remedy-unchecked = 没有检查的事项不填结果；检查了的，“是否检查”填“是”
results-remedy-finding = 请填代码或文字：01 未发现问题、02 未按规定公示年度报告、03 未按规定公示其他应当公示的信息、04 公示信息隐瞒真实情况、弄虚作假、05 通过登记的住所(经营场所)无法联系、06 发现问题已责令改正、07 不配合检查情节严重、08 未发现开展本次抽查涉及的经营活动、09 发现问题待后续处理、10 已关闭停业或正在清算
results-remedy-gone = 请运行 choucha substitute { $plan } { $visit } --why "{ $why }" --proof 证明材料
results-remedy-disposal = 请填 01 至 06 的代码或文字：01 无需后续处置、02 责令改正、03 移送办案机构、04 抄告相关部门、05 反馈日常监管、06 其他（命令行写在检查结果之后：--finding 06/02）
results-remedy-evidence-empty = 请重新拷贝这个文件后再录入；没有这份材料的，从“证据材料”里删去
results-remedy-evidence = 请核对文件名（相对于表格所在目录）；可写“照片:门头.jpg@2026-10-20 09:30”

# 录入、审核、公示
results-recorded = 录入结果 { $count } 件，收存证据材料 { $evidence } 件
results-recorded-one = 第 { $visit } 号检查，{ $department }，第 { $version } 版，检查结果 { $findings }
results-recorded-late = 其中 { $count } 件的检查日期不在检查期内，已标为逾期
results-recorded-major = 其中 { $count } 件是重大执法决定，审核后还须经法制审核（choucha legal-review）才能公示
results-recorded-due = 最早应于 { $due } 前公示
results-next-review = 下一步由录入人以外的人审核：choucha review { $plan } --all --accept
results-next-publish = 可以公示了：choucha results publish { $plan }
results-none = 第 { $visit } 号检查还没有录入结果
results-not-now = 第 { $visit } 号检查{ $department }的结果第 { $version } 版现为“{ $state }”，不能{ $act }
results-needs-legal = 第 { $visit } 号检查{ $department }的结果第 { $version } 版是重大执法决定，未经法制审核不得公示
results-review-own = 第 { $visit } 号检查{ $department }的结果是“{ $by }”自己录入的，须由别人审核（用 --by 写明审核人）
results-note-missing = 退回请用 --note 写明理由
results-day = { $option } 的日期“{ $value }”认不出；请写成 2026-10-20、2026/10/20 或 2026年10月20日
results-withdrawn-already = 第 { $visit } 号检查{ $department }的结果早已撤销，公告仍在；要重新公示的，用 choucha results correct 更正
results-objection-early = 收到异议的日期 { $received } 早于结果公示之日 { $published }；请核对日期
results-notice-missing = 请写明向社会公开的理由
results-not-public = 对“{ $visit }”的检查没有已公示的结果；还没有公示的，由审核人退回后重新录入
results-which = 第 { $visit } 号检查有多个部门的结果（{ $departments }），请用 --department 指明
results-reviewed-accepted = 审核通过 { $count } 件
results-reviewed-returned = 退回 { $count } 件
results-reviewed-cleared = 法制审核通过 { $count } 件
results-reviewed-refused = 法制审核退回 { $count } 件
results-reviewed-none = 没有等待审核的结果
results-reviewed-none-legal = 没有等待法制审核的结果
results-next-legal = 其中 { $count } 件是重大执法决定，还须经法制审核：choucha legal-review { $plan } --all --accept
results-reviewed-own = 另有 { $count } 件是审核人自己录入的，须由别人审核
results-published = 公示结果 { $count } 件
results-published-none = 没有可以公示的结果：审核通过、尚未公示的才可以公示（choucha results list { $plan }）
results-published-late = 其中 { $count } 件已过公示期限
results-published-legal = 另有 { $count } 件重大执法决定等待法制审核，没有公示
results-withdrawn = 已撤销第 { $visit } 号检查{ $department }的结果（第 { $version } 版），留下公告
results-list-none = 没有这样的结果
results-state-recorded = 待审核
results-state-returned = 已退回
results-state-accepted = 审核通过
results-state-legal = 待法制审核
results-state-cleared = 法制审核通过
results-state-published = 已公示
results-state-superseded = 已被更正
results-state-withdrawn = 已撤销
results-act-accept = 审核通过
results-act-return = 退回
results-act-clear = 通过法制审核
results-act-refuse = 由法制审核退回
results-act-publish = 公示
results-act-withdraw = 撤销

# 异议
results-objection-empty = 请写明异议人（--who）和异议事由（--why）
results-answer-empty = 请写明答复内容（--text）
results-objection-unknown = 没有第 { $number } 号异议；全部异议见 choucha results objections
results-objection-answered = 第 { $number } 号异议已于 { $at } 答复
results-objected = 已登记为第 { $number } 号异议
results-objected-due = 应于 { $due } 前答复：choucha results answer { $number } --outcome … --text …
results-answered = 第 { $number } 号异议已答复：{ $outcome }
results-answered-next = 异议成立的，请更正或撤销：choucha results correct { $plan } { $visit } --department { $department } --why 理由 …，或 choucha results withdraw { $plan } { $visit } --department { $department } --notice 公告
results-objections-none = 没有异议
results-erase-why = 请用 --why 写明依据，如依申请、依法院或上级机关的决定
results-erase-open = 第 { $visit } 号检查{ $department }的结果还在办理（待审核、待公示或有异议未答复），办结以后才能清除个人信息
results-erase-already = 第 { $visit } 号检查{ $department }的结果，个人信息早已清除
results-erased = 第 { $visit } 号检查{ $department }的结果，个人信息已经清除，不能再更正，也不能再立案卷；有误的请撤销
results-erased-done = 已清除 { $count } 版结果的个人信息，删除证据材料 { $evidence } 件；检查结果和公告照旧，清除已入日志
results-erased-none = 没有可以清除的：公示期满 5 年（自然人 2 年）的结果才清除
results-erased-under-way = 另有 { $count } 件还在办理（待审核、待公示或有异议未答复），没有清除
results-state-erased = { $state }（个人信息已清除）
progress-results-erase = 查找期满的结果
results-outcome-upheld = 异议成立
results-outcome-partly = 部分成立
results-outcome-rejected = 异议不成立

# 期限
results-rules-malformed = { $file } 不是结果公示期限的规则：{ $error }
results-rules-unknown = { $file } 里有认不出的“{ $key }”；可以写 publish、decision、answer 和 [departments]
results-rules-number = { $file } 里“{ $key }”的值应为工作日数，如 { $key } = 5
results-rules-publish = 检查结果：自决定之日起 { $days } 个工作日内公示
results-rules-decision = 处罚、许可决定：{ $days } 个工作日内公示
results-rules-answer = 异议和来信：自收到之日起 { $days } 个工作日内答复
results-rules-department = { $department }：{ $days } 个工作日内公示
status-results-review = 计划 { $plan } 有 { $count } 件结果等待审核，最早应于 { $due } 前公示：choucha review { $plan } --all --accept
status-results-returned = 计划 { $plan } 有 { $count } 件结果被退回，等待重新录入，最早应于 { $due } 前公示
status-results-legal = 计划 { $plan } 有 { $count } 件重大执法决定等待法制审核，最早应于 { $due } 前公示：choucha legal-review { $plan } --all --accept
status-results-publish = 计划 { $plan } 有 { $count } 件结果等待公示，最早的期限为 { $due }：choucha results publish { $plan }
status-results-late = 计划 { $plan } 有 { $count } 件结果已过公示期限
status-results-objections = 计划 { $plan } 有 { $count } 件异议等待答复，最早的期限为 { $due }：choucha results objections --open
status-results-objections-late = 计划 { $plan } 有 { $count } 件异议已过答复期限
status-results-missing = 计划 { $plan } 的检查期已于 { $last } 届满，还有 { $count } 件（按部门计）没有录入结果

# 统计与报告
results-quarter = 认不出季度“{ $value }”，请写成 2026-Q3 的形式
results-figures-none = 还没有抽取过，没有可统计的
results-report-title = { $year } 年第 { $quarter } 季度“双随机、一公开”监管工作情况报告
results-report-head = 报送：领导小组。报告单位：{ $office }。报告期：{ $from } 至 { $to }。数据截至 { $at }，检查以部门在一次检查中的分项为一件。
results-report-work = 总体情况
results-report-draws = 完成抽取 { $draws } 次，作废 { $abandoned } 次
results-report-amended = 抽取后替补对象 { $substituted } 个（按分项计），人员回避 { $recused } 人次
results-report-done = 应检 { $due } 件，已录入结果 { $recorded } 件，完成率 { $completion }；检查期届满没有结果的 { $missing } 件，检查期以外实施的 { $late } 件
results-report-found = 发现问题 { $problems } 件，问题发现率 { $rate }；未发现问题 { $clean } 件
results-report-public = 公示结果 { $published } 件（其中更正 { $corrected } 件），撤销 { $withdrawn } 件；超过公示期限的 { $late } 件
results-report-objections = 收到异议 { $received } 件，答复 { $answered } 件，其中成立或部分成立 { $right } 件
results-report-log = 以上各项都记在存证日志里，日志现有 { $entries } 条记录
results-report-plans = 各计划
results-report-departments = 各部门
results-report-areas = 各区域
results-report-items = 各事项
results-report-findings = 检查结果分布
results-report-nothing = 本季度没有。
results-report-written = 报告已写入“{ $path }”
progress-results-check = 核对各行
progress-results-evidence = 收存证据材料
progress-results-figures = 统计各计划
head-answered = 答复时间
head-completion = 完成率
head-count = 件数
head-due = 期限
head-due-visits = 应检
head-finding = 检查结果
head-item = 事项
head-late-public = 公示逾期
head-missing = 到期未检
head-number = 编号
head-objector = 异议人
head-outcome = 处理结果
head-problem-rate = 问题发现率
head-problems = 发现问题
head-published = 已公示
head-received = 收到日期
head-recorded = 已录入
head-reviewed = 已审核
head-version = 版本

# 命令
help-record = 录入检查结果：一次检查，或整张表格（CSV、.xlsx、Parquet，每个事项一行）
help-record-arg-plan = 计划编号
help-record-arg-visit = 检查序号，或对象代码
help-record-arg-sheet = 表格；列名用常见写法即可，如 检查序号、检查部门、抽查事项编码、是否检查、检查结果、后续处置、检查日期、检查方式、检查人员、证据材料
help-record-arg-mapping = 列对照文件（TOML），列名不常见时用
help-record-arg-rejects = 退回的行写到哪个文件，默认 results.rejects.csv
help-record-arg-dry_run = 只看会怎样，不作改动
help-record-example =
    {"  "}choucha record 2026Q4-001 --sheet 结果.xlsx
    {"  "}choucha record 2026Q4-001 17 --date 2026-10-20 --method 现场检查 --inspector NX0501001 NX0501002 --rights-told --finding 01
    {"  "}choucha record 2026Q4-001 17 --department 消防救援大队 --date 2026-10-20 --method 现场检查 --inspector NX1 NX2 --finding XF-01=06/02/灭火器过期 --evidence 照片:门头.jpg@2026-10-20T09:30:00+08:00
help-review = 审核结果：通过或退回，录入人自己不能审核
help-review-arg-plan = 计划编号
help-review-arg-visits = 检查序号，或对象代码；可写多个
help-review-arg-all = 所有等待审核的
help-review-arg-department = 只审核这个部门的
help-review-arg-accept = 通过
help-review-arg-send_back = 退回给录入人，须用 --note 写明理由
help-review-arg-note = 审核意见
help-review-example =
    {"  "}choucha --by 王审核 review 2026Q4-001 --all --accept
    {"  "}choucha --by 王审核 review 2026Q4-001 17 --send-back --note 缺少现场照片
help-legal-review = 法制审核：重大执法决定未经法制审核不得公示
help-legal-review-arg-plan = 计划编号
help-legal-review-arg-visits = 检查序号，或对象代码；可写多个
help-legal-review-arg-all = 所有等待法制审核的
help-legal-review-arg-department = 只审核这个部门的
help-legal-review-arg-accept = 通过
help-legal-review-arg-send_back = 退回给录入人，须用 --note 写明理由
help-legal-review-arg-note = 法制审核意见
help-legal-review-example =
    {"  "}choucha --by 李法制 legal-review 2026Q4-001 17 --accept --note 事实清楚，程序合法
help-results = 检查结果：查看、公示、更正、撤销、异议、统计、季度报告
help-results-example =
    {"  "}choucha results list 2026Q4-001
    {"  "}choucha results publish 2026Q4-001
    {"  "}choucha results report --quarter 2026-Q4
help-results-list = 列出一个计划的结果
help-results-list-arg-plan = 计划编号
help-results-list-arg-visit = 只看一次检查（检查序号，或对象代码）
help-results-list-arg-state = 只看一种状态：recorded、returned、accepted、cleared、published、superseded、withdrawn
help-results-list-arg-all = 列出每一版，不只最后一版
help-results-list-example =
    {"  "}choucha results list 2026Q4-001
    {"  "}choucha results list 2026Q4-001 17 --all
help-results-publish = 公示审核通过的结果；重大执法决定须先经法制审核
help-results-publish-arg-plan = 计划编号
help-results-publish-arg-visits = 检查序号，或对象代码；不写则公示全部可公示的
help-results-publish-arg-department = 只公示这个部门的
help-results-publish-example =
    {"  "}choucha results publish 2026Q4-001
    {"  "}choucha results publish 2026Q4-001 17 18
help-results-correct = 更正已公示的结果：写明的改，没写的照旧；新的一版同样要经审核，公示后取代旧的一版
help-results-correct-arg-plan = 计划编号
help-results-correct-arg-visit = 检查序号，或对象代码
help-results-correct-arg-why = 更正的理由，向社会公开
help-results-correct-arg-letter = 据以更正的来信的回执编号：更正公示后，来信即以更正的理由答复
help-results-correct-arg-dry_run = 只看会怎样，不作改动
help-results-correct-example =
    {"  "}choucha results correct 2026Q4-001 17 --why 复核后更正 --finding 01
help-results-withdraw = 撤销已公示的结果：撤下原文，留下公告
help-results-withdraw-arg-plan = 计划编号
help-results-withdraw-arg-visit = 检查序号，或对象代码
help-results-withdraw-arg-department = 哪个部门的结果
help-results-withdraw-arg-notice = 公告全文，向社会公开
help-results-withdraw-example =
    {"  "}choucha results withdraw 2026Q4-001 17 --notice 原检查程序有误，结果予以撤销
help-results-object = 登记对已公示结果的异议
help-results-object-arg-plan = 计划编号
help-results-object-arg-visit = 检查序号，或对象代码
help-results-object-arg-department = 对哪个部门的结果
help-results-object-arg-who = 异议人，不公开
help-results-object-arg-why = 异议事由，不公开
help-results-object-arg-received = 收到的日期，默认今天
help-results-object-arg-letter = 据以登记的来信的回执编号：异议人、事由和收到日期以来信为准，答复一并答复来信
help-results-object-example =
    {"  "}choucha results object 2026Q4-001 17 --who 虚构食品店 --why 当日已整改完毕
    {"  "}choucha results object 2026Q4-001 17 --letter 7K2M-94QX-B0TE
help-results-answer = 答复异议
help-results-answer-arg-number = 异议的编号
help-results-answer-arg-outcome = upheld 成立、partly 部分成立、rejected 不成立
help-results-answer-arg-text = 答复内容
help-results-answer-example =
    {"  "}choucha results answer 1 --outcome upheld --text 经复核，异议成立，结果予以更正
help-results-objections = 列出异议和答复期限
help-results-objections-arg-plan = 计划编号；不写则列出全部
help-results-objections-arg-open = 只列没有答复的
help-results-objections-example =
    {"  "}choucha results objections --open
help-results-erase = 清除结果中的个人信息：检查人员、在场人员、检查情况、经办人、证据材料、异议；检查结果和公告照旧
help-results-erase-arg-plan = 计划编号；用 --expired 时可不写，即全部计划
help-results-erase-arg-visit = 检查序号，或对象代码
help-results-erase-arg-department = 哪个部门的结果
help-results-erase-arg-why = 依据，如依申请、依法院或上级机关的决定；不公开
help-results-erase-arg-expired = 清除公示期满的全部结果：5 年，自然人 2 年
help-results-erase-arg-dry_run = 只看会怎样，不作改动
help-results-erase-example =
    {"  "}choucha results erase --expired
    {"  "}choucha results erase 2026Q4-001 17 --why 依当事人申请
help-results-rules = 查看或设定本地的公示、答复期限（只能短于国家规定）
help-results-rules-arg-file = 规则文件（TOML）：publish = 15、decision = 5、answer = 10、departments = {"{"} "司法局" = 5 {"}"}
help-results-rules-example =
    {"  "}choucha results rules
    {"  "}choucha results rules 期限.toml
help-results-figures = 完成情况和检查结果统计：按计划、部门、区域、事项
help-results-figures-arg-plan = 计划编号；不写则统计全部
help-results-figures-example =
    {"  "}choucha results figures 2026Q4-001
help-results-report = 报领导小组的季度报告
help-results-report-arg-quarter = 季度，如 2026-Q3
help-results-report-arg-output = 写到哪个文件：Markdown；以 .json 结尾的写 JSON
help-results-report-example =
    {"  "}choucha results report --quarter 2026-Q4
    {"  "}choucha results report --quarter 2026-Q4 -o 季度报告.md
help-record-arg-department = 哪个部门的分项；一次检查只有一个部门的可不写
help-record-arg-date = 检查日期，如 2026-10-20
help-record-arg-method = 检查方式：现场检查、书面检查、检验检测、网络监测、专业机构核查……
help-record-arg-inspector = 到场检查人员的执法证号，可写多个
help-record-arg-finding = 检查结果：事项=结果/处置/情况，如 XF-01=06/02/灭火器过期；只写 01 表示全部事项未发现问题
help-record-arg-unchecked = 没有检查的事项
help-record-arg-present = 在场的当事人或见证人，不公开
help-record-arg-rights_told = 已告知权利（--rights-told=no 为未告知）
help-record-arg-evidence = 证据材料：类别:文件@时间，类别为文书、照片、录音、录像，类别和时间可省略
help-record-arg-major = 重大执法决定，须经法制审核
help-record-arg-decision = 处罚或许可决定，7 个工作日内公示
help-record-arg-decided = 决定日期，公示期限由此起算；默认为检查日期
help-record-arg-late = 不在检查期内检查的原因
help-results-correct-arg-department = 哪个部门的分项；一次检查只有一个部门的可不写
help-results-correct-arg-date = 检查日期，如 2026-10-20
help-results-correct-arg-method = 检查方式：现场检查、书面检查、检验检测、网络监测、专业机构核查……
help-results-correct-arg-inspector = 到场检查人员的执法证号，可写多个
help-results-correct-arg-finding = 检查结果：事项=结果/处置/情况，如 XF-01=06/02/灭火器过期；只写 01 表示全部事项未发现问题
help-results-correct-arg-unchecked = 没有检查的事项
help-results-correct-arg-present = 在场的当事人或见证人，不公开
help-results-correct-arg-rights_told = 已告知权利（--rights-told=no 为未告知）
help-results-correct-arg-evidence = 证据材料：类别:文件@时间，类别为文书、照片、录音、录像，类别和时间可省略
help-results-correct-arg-major = 重大执法决定，须经法制审核
help-results-correct-arg-decision = 处罚或许可决定，7 个工作日内公示
help-results-correct-arg-decided = 决定日期，公示期限由此起算；默认为检查日期
help-results-correct-arg-late = 不在检查期内检查的原因
