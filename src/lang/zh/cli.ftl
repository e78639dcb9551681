# 结果
cli-refused = 没有执行：{ $reason }
cli-bundle-fails = 证据包不成立：{ $reason }
cli-waiting = { $held }（正在等待，最多 { $seconds } 秒……）
demo-option = 演示自己建立办公库、自带时钟，不用 { $option }；放在哪里写在命令后面，如 choucha demo 我的演示
cli-output-failed = 结果写不出来：{ $error }
init-done = 已在“{ $folder }”建立办公库：{ $office }
init-practice = 这是练习用的办公库：可用 --at 设定时间，所出的证据包都会注明是练习
init-next = 下一步：choucha status 会列出要做的事
import-rows = 读入 { $read } 行 = 采用 { $taken } 行 + 退回 { $rejected } 行
import-merged = 采用的行中，{ $merged } 行与别的行说的是同一件事，已归并
import-difference = 新增 { $new }，变更 { $changed }，不变 { $unchanged }，不再列入 { $gone }
import-same = 与原有的完全相同，没有改动
import-moved = 从别的县区迁来 { $moved }
import-rejects = 退回的行已写入 { $path }，附原因和处理办法。例如：
import-reject = { $file } 第 { $row } 行，{ $column }“{ $value }”：{ $reason }
import-doubts = 另有 { $count } 处请核对：
import-dry-run = 以上只是预览，什么都没有改动
import-manifest = 名录库版本 { $manifest }
export-done = 已写出 { $rows } 行：{ $file }
approve-done = { $head } 已于 { $at } 审批计划 { $plan }（文本摘要 { $sha256 }）。此后改动须重新审批
approve-later = { $head } 已于 { $at } 事后审批紧急计划 { $plan }（文本摘要 { $sha256 }）
approve-already = 计划 { $plan } 的这份文本（{ $sha256 }）已由 { $head } 于 { $at } 审批，没有改动
approve-faults = 请注意：照现在的名录库和计划文本，冻结会被拒绝，有 { $count } 处须改正；改了文本须重新审批：
commit-made = 值和随机数已写入 { $path }，只有您可读。揭示之前请妥善保管、不要示人
commit-registered = 来源 { $source } 的承诺已登记，用于计划 { $plan } 第 { $attempt } 次抽取：
commit-already = 来源 { $source } 的这个承诺早已登记，用于计划 { $plan } 第 { $attempt } 次抽取，没有改动：
commit-hand-in = 请把下面的承诺交给抽查机关，登记为来源 { $source }，用于计划 { $plan } 第 { $attempt } 次抽取：
commit-attempt = 承诺只对一次抽取有效：说的是第 { $attempt } 次，而下一次是第 { $coming } 次
commit-needs-attempt = 这里没有办公库。在自己的电脑上做承诺，请用 --attempt 写明是第几次抽取（首次为 1）
opening-other = 揭示文件 { $path } 是计划 { $plan } 来源 { $source } 的，与命令不符
freeze-done = 计划 { $plan } 第 { $attempt } 次抽取已冻结（本单位第 { $serial } 次）
freeze-p = plan.json 摘要 P = { $p }
freeze-people = 执法检查人员 { $inspectors } 名，回避 { $barred } 对
freeze-urgent = 按紧急任务先行冻结，请尽快补办事后审批（choucha approve）
freeze-next = 现在可以公布 P 了。各方须在 { $reveal_by } 前揭示承诺：choucha reveal { $plan } …
plan-warnings = 有 { $count } 处请留意：
reveal-done = 来源 { $source } 已揭示：{ $value }
reveal-already = 来源 { $source } 早已揭示为 { $value }，没有改动
reveal-missing = 还差 { $sources }
reveal-complete = 各来源已备齐，可以抽取
draw-done = 计划 { $plan } 第 { $attempt } 次抽取完成
draw-already = 计划 { $plan } 第 { $attempt } 次抽取早已完成，没有改动。结果文件的摘要如下
draw-seed = 种子 { $seed }
draw-visits = 合并为 { $visits } 次检查，配备 { $teams } 个检查组
draw-groups = 按组匹配的部门共编 { $groups } 组，名单在 groups.csv
draw-experts = 另请专家 { $experts } 人次
draw-short = 有 { $short } 个检查组因候选人员不足没有配齐，见 short.csv
draw-unopened = 未按时揭示、按空值计的来源：{ $sources }
draw-next = 下一步：choucha publish { $plan } 目录
abandon-done = 计划 { $plan } 第 { $attempt } 次抽取已放弃，理由留存：{ $why }
abandon-drawn = 这一次已经抽出结果。放弃与理由会写进下一次抽取的 plan.json，人人可见
publish-done = 证据包已写入 { $folder }（{ $files } 个文件）
publish-sealed = 摘要已写入 { $folder }（{ $files } 个文件），名单在检查前保密。检查后用 choucha publish { $plan } 目录 --disclose 全部公开
publish-already = { $folder } 里的 { $files } 个文件已是最新，没有改动
publish-sums = SHA256SUMS 摘要 { $sums }
publish-next = 任何人都可以核验：choucha verify { $folder }
amend-substituted = 修正 { $seq }：第 { $visit } 号检查，分项 { $part }，{ $old } 由备选 { $new } 递补
amend-substituted-none = 修正 { $seq }：第 { $visit } 号检查，分项 { $part }，{ $old } 取消，已无备选
amend-recused = 修正 { $seq }：第 { $visit } 号检查，{ $old } 回避，改由 { $new }
amend-recused-none = 修正 { $seq }：第 { $visit } 号检查，{ $old } 回避，已无人可替
amend-proof = 证明材料的摘要已记录：{ $digest }
amend-team = 第 { $visit } 号检查（{ $code }），{ $department }：{ $members }
amend-experts = 第 { $visit } 号检查（{ $code }），{ $department }另请专家：{ $experts }
amend-next = 已公示过的，请再运行 choucha publish { $plan } 目录 更新
plan-new = 模板已写入 { $file }，改好后用 choucha plan check 查看
plan-new-year = 年度计划模板已写入 { $file }，改好后用 choucha plan year 查看
plan-year-made = 第 { $quarter } 季度计划 { $plan } 已写入 { $file }，共抽 { $count } 户；请用 choucha plan check 核对后审批
plan-year-title = 年度计划 { $plan }（{ $year } 年），下一个季度：第 { $quarter } 季度
plan-year-all-drawn = 年度计划 { $plan }（{ $year } 年）：第四季度已抽
plan-year-part = 分项 { $part }（{ $department }），{ $quarters }
plan-year-yearly = 全年比例分到各季度，权重 { $weights }
plan-year-each = 每次各按比例抽取，季度 { $weights }
plan-year-legend = 各季度一栏：数字为已抽，“+”后为待抽
plan-year-notes = 请注意 { $count } 处：
head-year-quota = 全年应抽
head-quarter = { $quarter }季度
head-drawn = 已抽
head-left = 待抽
head-total = 合计
plan-list-empty = 还没有计划。用 choucha plan new 得到一份模板
plan-show-text = 文本摘要 { $sha256 }
plan-show-approved = { $head } 于 { $at } 审批
plan-show-approved-later = { $head } 于 { $at } 事后审批
plan-show-unapproved = 未经审批
plan-show-commitments = 已登记承诺：{ $sources }
plan-show-attempt = 第 { $attempt } 次抽取（本单位第 { $serial } 次）：{ $state }
plan-show-frozen = { $at } 冻结，P = { $p }
plan-show-drawn = { $at } 抽取，种子 { $seed }
plan-show-abandoned = { $at } 放弃：{ $reason }
plan-show-folder = 文件在 { $folder }
check-part = 分项 { $part }（{ $department }）：抽样框 { $rows }，可抽 { $eligible }，预计抽取 { $quota }
check-excluded = 不可抽：{ $list }
check-visits = 预计 { $visits } 次检查（各分项合计 { $selections }，同一对象合并为一次）
check-good = 计划 { $plan } 可以审批、冻结
check-faults = 有 { $count } 处须改正：
state-frozen = 已冻结
state-drawn = 已抽取
state-sealed = 已公布摘要
state-published = 已公示
state-abandoned = 已放弃
status-office = { $office }　{ $at }
status-practice = 练习用的办公库
status-registry = 检查对象 { $rows } 个（第 { $version } 版，{ $at } 导入，{ $manifest }）
status-no-registry = 检查对象名录尚未导入
status-counts = 执法检查人员 { $inspectors } 名，抽查事项 { $items } 项，检查历史 { $history } 条，回避 { $barred } 对
status-journal = 流水 { $entries } 条，末条校验值 { $head }
status-wrong = 有问题：
status-awaits = 待办：
status-next = 可以先做：
status-in-order = 没有发现问题
verify-weaknesses = 不违反规则，但会削弱公信力之处：
verify-by-hand = 须由人核对之处：
verify-sealed = 与先前公布的摘要（{ $sums }）相符：{ $same } 个文件一字不差；当时已有更正 { $amendments } 行，此后增加 { $since } 行
explain-log = plan.json 的摘要在第 { $entry } 条（{ $at }）记入日志“{ $origin }”。由那一条沿下列摘要可以算到检查点（{ $size } 条）签的树根 { $root }：
explain-between = 它不在抽样框 { $part } 里。与它本应所在之处相邻的一行是“{ $row }”，从 0 数起是第 { $index } 行，共 { $size } 行。由它沿下列摘要可以算到 plan.json 里的树根 { $root }：
explain-path = 在抽样框 { $part } 里，它的那一行是“{ $row }”，从 0 数起是第 { $index } 行，共 { $size } 行。由它沿下列摘要可以算到 plan.json 里的树根 { $root }：

# 表头
head-plan = 计划
head-title = 标题
head-approved = 审批人
head-attempts = 抽取次数
head-state = 状态
head-part = 分项
head-department = 部门
head-strata = 层数
head-stratum = 层
head-rate = 比例
head-rows = 抽样框
head-excluded = 不可抽
head-eligible = 可抽
head-selected = 抽取
head-reserves = 备选
head-visits = 检查次数
head-inspectors = 可派人员
head-duties = 人次
head-load = 人均次数

# 不可抽的原因
reason-drawn-this-year = 本年度计划已抽
reason-checked-recently = 近期已查
reason-cap-reached = 本部门次数已满
reason-cap-all = 各部门合计次数已满
reason-item-frequency = 事项频次已满
reason-already-drawn = 其他计划已抽中、尚未检查
reason-covered = 周期内已覆盖

# 命令行错误
usage-unknown-argument = 不认识的参数 { $arg }{ $hint }
usage-unknown-command = 没有这个命令：{ $command }{ $hint }
usage-hint = 。是不是 { $hint }？
usage-no-hint = { "" }
usage-value = { $arg } 不能是“{ $value }”，可用的有：{ $values }
usage-value-missing = { $arg } 后面要有值
usage-value-malformed = { $arg } 的值“{ $value }”不对
usage-no-equals = { $arg } 与值之间要用等号
usage-too-many = { $arg } 后面的值多了：{ $value }
usage-too-few = { $arg } 后面的值少了
usage-conflict = { $arg } 不能与 { $other } 一起用
usage-missing = 缺少必需的参数：{ $args }
usage-missing-command = 请写明命令
usage-utf8 = 参数不是有效的 UTF-8 文字
usage-other = 命令行看不懂：{ $error }
usage-see-help = 详见 choucha --help，或在命令后加 --help

# 帮助
help-usage = 用法：
help-options = 选项
help-command = 命令
help-commands = 命令
help-arguments = 参数
help-common = 通用选项
help-example-heading = 示例：
help-arg-help = 显示帮助
help-arg-version = 显示版本
help-arg-office = 办公库目录，默认为当前目录（环境变量 CHOUCHA_OFFICE）
help-arg-lang = 语言：zh 或 en，默认随系统
help-arg-json = 结果和错误都输出为一个 JSON 对象
help-arg-at = 设定时间，仅限练习用的办公库（环境变量 CHOUCHA_AT）
help-arg-by = 经办人，默认为登录的用户名（环境变量 CHOUCHA_BY）
help = 双随机、一公开：无人能操纵、人人可核验的抽取
help-example =
    {"  "}choucha demo
    {"  "}choucha verify 公示/2026Q4-001
help-init = 建立办公库
help-init-arg-name = 单位名称，写进每一份 plan.json
help-init-arg-practice = 练习用：可以设定时间，证据包会注明
help-init-arg-area = 本单位的区划（代码或名称），导入时“全县”“全市”即指这里
help-init-arg-offset = 时区，默认 +08:00
help-init-example =
    {"  "}choucha --office 办公库 init --name 中卫市沙坡头区市场监督管理局 --area 沙坡头区
help-status = 查看概况：有什么、等谁做什么、哪里不对（会逐一核对数据库、名录库和各次抽取的文件）
help-status-example =
    {"  "}choucha status
    {"  "}choucha status --json
help-import = 导入名录：entities 检查对象，inspectors 执法检查人员，items 抽查事项清单，history 检查历史，barred 回避；workdays 录入放假通知（每年一个 CSV：date,kind,name）
help-import-arg-register = entities、inspectors、items、history、barred 或 workdays
help-import-arg-files = 文件（CSV、XLSX、Parquet），可以多个
help-import-arg-mapping = 列对照文件（TOML），说明不认识的表头
help-import-arg-merge = 只增加和变更；不加时，文件没有列出的视为不再存在（对象按县区、人员按部门、事项和回避按全表；检查历史只增不减）
help-import-arg-dry_run = 只预览，不改动
help-import-arg-object = 没有写明对象类别的行属于哪一类，默认为市场主体
help-import-arg-area = 没有写明区划的行属于哪里，默认为本单位的区划
help-import-arg-rejects = 退回的行写到哪里，默认为当前目录的“名录.rejects.csv”
help-import-example =
    {"  "}choucha import entities 企业.csv 个体户.xlsx --dry-run
    {"  "}choucha import inspectors 人员.xlsx --rejects 退回.xlsx
help-export = 导出名录，再导入时不会有变化
help-export-arg-register = entities、inspectors、items、history 或 barred
help-export-arg-file = 文件，按扩展名 .csv、.xlsx、.parquet 决定格式
help-export-example =
    {"  "}choucha export inspectors 人员.xlsx
help-plan = 计划：模板、检查、列表、详情
help-plan-example =
    {"  "}choucha plan new 计划.toml
    {"  "}choucha plan check 计划.toml
help-plan-new = 写出一份带说明的计划模板
help-plan-new-arg-file = 写到哪个文件；不写则显示出来
help-plan-new-example =
    {"  "}choucha plan new 计划.toml
help-plan-new-arg-year = 年度计划的模板
help-plan-year = 年度计划：全年各层应抽、已抽、待抽户数；加 --quarter 生成一个季度的计划
help-plan-year-arg-file = 年度计划文件（TOML）
help-plan-year-arg-quarter = 生成第几季度（1–4）的计划
help-plan-year-arg-out = 季度计划写到哪个文件；不写则显示出来
help-plan-year-example =
    {"  "}choucha plan new --year 年度.toml
    {"  "}choucha plan year 年度.toml
    {"  "}choucha plan year 年度.toml --quarter 2 -o 二季度.toml
help-plan-check = 冻结之前先看：抽样框、各层数目、不可抽的原因、人员负担，以及哪里不对
help-plan-check-arg-file = 计划文件（TOML）
help-plan-check-example =
    {"  "}choucha plan check 计划.toml
help-plan-list = 列出全部计划
help-plan-list-example =
    {"  "}choucha plan list
help-plan-show = 查看一个计划的审批和各次抽取
help-plan-show-arg-plan = 计划编号
help-plan-show-arg-toml = 显示最近审批或冻结的计划文本
help-plan-show-example =
    {"  "}choucha plan show 2026Q4-001
help-approve = 行政主要负责人审批计划，只对这一份文本有效
help-approve-arg-file = 计划文件（TOML）
help-approve-arg-note = 审批意见或文号
help-approve-example =
    {"  "}choucha approve 计划.toml --by 王局长 --note 同意
help-commit = 参加人做出并登记承诺；在自己的电脑上也能用，不需要办公库
help-commit-arg-plan = 计划编号
help-commit-arg-source = 来源名称，与计划中的一致
help-commit-arg-value = 承诺的值；不写则随机取一个
help-commit-arg-nonce = 随机数（64位十六进制）；不写则随机取一个
help-commit-arg-commitment = 登记别处做好的承诺
help-commit-arg-attempt = 第几次抽取；有办公库时自动得出
help-commit-arg-opening = 值和随机数写到哪个文件，默认为“来源.opening.json”
help-commit-arg-replace = 更换早先登记的承诺
help-commit-example =
    {"  "}choucha commit 2026Q4-001 --source observer --value 随便写的一句话
    {"  "}choucha commit 2026Q4-001 --source observer --attempt 1
help-freeze = 冻结计划：抽样框、比例、人员、回避就此固定，此后才可揭示
help-freeze-arg-file = 计划文件（TOML），须与审批的一字不差
help-freeze-arg-urgent = 紧急任务，先冻结、事后审批
help-freeze-example =
    {"  "}choucha freeze 计划.toml
help-reveal = 揭示承诺，或录入已公布的公共值
help-reveal-arg-plan = 计划编号
help-reveal-arg-source = 来源名称
help-reveal-arg-value = 值
help-reveal-arg-nonce = 承诺的随机数
help-reveal-arg-opening = 用 commit 写出的文件揭示
help-reveal-arg-signature = drand 轮次的签名
help-reveal-example =
    {"  "}choucha reveal 2026Q4-001 --opening observer.opening.json
    {"  "}choucha reveal 2026Q4-001 --source lottery --value "03 11 12 19 22 30 07"
help-draw = 抽取检查对象、匹配执法检查人员
help-draw-arg-plan = 计划编号
help-draw-example =
    {"  "}choucha draw 2026Q4-001
help-abandon = 放弃一次抽取；它连同理由留在记录里
help-abandon-arg-plan = 计划编号
help-abandon-arg-why = 理由
help-abandon-example =
    {"  "}choucha abandon 2026Q4-001 --why 公共值当日停止发布
help-publish = 写出证据包，供公示和核验
help-publish-arg-plan = 计划编号
help-publish-arg-dir = 写到哪个目录（新的、空的，或这次抽取原先的证据包）
help-publish-arg-sealed = 只公布摘要和 plan.json
help-publish-arg-disclose = 保密的计划在检查后全部公开
help-publish-example =
    {"  "}choucha publish 2026Q4-001 公示/2026Q4-001
help-substitute = 检查对象已不存在或不在范围内的，由备选递补（无法联系是检查结果，不是递补的理由）
help-substitute-arg-plan = 计划编号
help-substitute-arg-visit = 检查序号，或对象代码
help-substitute-arg-why = 理由
help-substitute-arg-proof = 证明材料，记录其摘要
help-substitute-example =
    {"  "}choucha substitute 2026Q4-001 17 --why 已注销 --proof 注销通知书.pdf
help-recuse = 执法检查人员退出一次检查，由抽取时的随机次序决定谁来接替
help-recuse-arg-plan = 计划编号
help-recuse-arg-visit = 检查序号，或对象代码
help-recuse-arg-inspector = 执法证号
help-recuse-arg-why = 理由
help-recuse-example =
    {"  "}choucha recuse 2026Q4-001 17 NX0501001 --why 与当事人有亲属关系
help-verify = 核验证据包：重新计算每个文件，指出第一处错误，或说明哪里虽不违规却有弱点
help-verify-arg-bundle = 证据包目录
help-verify-arg-sealed = 先前公布的文件夹或 SHA256SUMS（如保密抽取当时公布的）：须与现在的证据包是同一次抽取，只许多出更正
help-verify-arg-log_key = 日志的公钥，从别处得知的：证据包须出自这份日志
help-verify-arg-log = 一份较新的完整日志（办公库里的 log/，或从网站取下的一份）：证据包须在其中，且不缺此后的变更
help-verify-example =
    {"  "}choucha verify 公示/2026Q4-001
    {"  "}choucha verify 公示/2026Q4-001 --sealed 密封/2026Q4-001
help-explain = 说明一个对象为什么抽中或没有抽中
help-explain-arg-bundle = 证据包目录
help-explain-arg-code = 统一社会信用代码或其他对象代码
help-explain-example =
    {"  "}choucha explain 公示/2026Q4-001 91350100M000100Y43
help-sql = 把整个抽取写成 SQL，用自己的数据库重算
help-sql-arg-bundle = 证据包目录
help-sql-arg-dialect = duckdb、postgres、spark 或 datafusion，默认 duckdb
help-sql-example =
    {"  "}choucha sql 公示/2026Q4-001 --dialect duckdb | duckdb
help-completions = 命令补全脚本
help-completions-arg-shell = bash、zsh 或 fish
help-completions-example =
    {"  "}choucha completions bash > ~/.local/share/bash-completion/completions/choucha
