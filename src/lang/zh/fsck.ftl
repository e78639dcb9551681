# 核对
help-fsck = 从日志重新核对一切：逐条重算日志，由此重放全部状态，再与数据库、已公开的文件、名录库、各次抽取的文件和已公示的证据包逐项比较，指出每处不符
help-fsck-example =
    {"  "}choucha fsck
    {"  "}choucha fsck --checkpoint 司法局留存的检查点.txt
help-fsck-arg-checkpoint = 别人留存的检查点文件（见证单位、公证人或任何下载过日志的人）：日志必须是它的延续
fsck-read = 日志共 { $entries } 条记录，根哈希 { $root }
fsck-read-broken = 日志共 { $entries } 条记录，中间有缺失，算不出根哈希
fsck-in-order = 全部相符
fsck-faults = 有 { $count } 处不符：
fsck-notes = 另外请留意：
fsck-more = 同类的还有 { $count } 处，例如：{ $first }
progress-fsck-log = 重算日志
progress-fsck-bundles = 核对已公示的证据包
cli-unpublished = 日志的文件没能公开，因此现在只能查看、不能办理：{ $reason }

# 日志
fsck-entry-missing = 日志缺少第 { $from } 条起的 { $count } 条记录
fsck-entry-form = 日志第 { $seq } 条记录不合格式：{ $reason }
fsck-entry-column = 日志第 { $seq } 条记录的 { $column } 列与正文不符：正文为“{ $expected }”，列中为“{ $found }”
fsck-entry-back = 日志第 { $seq } 条记录的时间 { $at } 早于它前一条的 { $before }
fsck-entry-future = 日志第 { $seq } 条记录的时间 { $at } 晚于现在（{ $now }）：时钟被调回，或记录是伪造的
fsck-entries-cut = 签过名的检查点有 { $size } 条记录，数据库里只有 { $entries } 条：末尾的记录被删去了
fsck-entries-unsealed = 数据库里有 { $entries } 条记录，签过名的检查点只到第 { $size } 条：多出的记录不是本程序写入的
fsck-private-wrong = 日志第 { $seq } 条记录的 { $member }：保存的内容与记录里的承诺值不符，被改动过
fsck-private-stray = 保存了日志第 { $seq } 条记录的 { $member } 的内容，记录里却没有这一项
fsck-private-dropped = 日志第 { $seq } 条记录的 { $member } 的内容不见了，日志里却没有删除它的记录
fsck-private-kept = 日志第 { $seq } 条记录的 { $member } 已由第 { $by } 条记录删除，内容却还在
fsck-leaf = 日志第 { $seq } 条记录与哈希块 { $path } 里它的哈希不符：记录或哈希块被改动过
fsck-tile-missing = 数据库缺少日志的哈希块 { $path }
fsck-tile-width = 日志的哈希块 { $path } 应有 { $expected } 个哈希，实有 { $found } 个
fsck-tile-differs = 日志的哈希块 { $path } 的第 { $place } 个哈希与重算的不符
fsck-tile-surplus = 数据库里多出一个哈希块：第 { $level } 层第 { $number } 块，日志没有这么长
fsck-root = 第 { $size } 条处的检查点与记录不符：按记录重算的根哈希为 { $expected }，检查点签的是 { $found }。记录在签名之后被改写过
fsck-roots = 其后还有 { $count } 个检查点与记录不符
fsck-checkpoint-missing = 第 { $size } 条处应有检查点，却没有
fsck-checkpoint-signature = 第 { $size } 条处的检查点签名不成立：{ $reason }
fsck-checkpoint-columns = 签名文本写的是 { $size } 条、根哈希 { $root }，与列中的不同
fsck-checkpoint-unsigned = 没有密钥 { $key } 的签名
fsck-checkpoint-stranger = 签名“{ $name }”（{ $id }）不是当时在用的密钥签的
fsck-kept-differs = 别人留存的检查点（{ $size } 条）的根哈希为 { $expected }，现在的日志到这一条算出 { $found }：日志被改写过
fsck-kept-longer = 别人留存的检查点有 { $size } 条记录，现在的日志只有 { $entries } 条：日志被截短过，或换成了旧副本
fsck-kept-foreign = 别人留存的检查点不是本日志的密钥签的：{ $reason }
fsck-act-init = 日志第 { $seq } 条记录：建库的记录应当是且只是第 1 条
fsck-act-attempt = 日志第 { $seq } 条记录说的是第 { $serial } 号抽取，日志里没有冻结过这样一次抽取
fsck-act-serial = 日志第 { $seq } 条记录冻结的第 { $serial } 号抽取，编号或前一次的摘要与前面的记录接不上
fsck-act-twice = 日志第 { $seq } 条记录（{ $kind }）重复了只能发生一次的事

# 已公开的文件
fsck-published-missing = 已公开的日志缺少文件 { $path }
fsck-published-differs = 已公开的日志文件 { $path } 与数据库里的日志不符
fsck-published-foreign = 已公开的日志里多出文件 { $path }
fsck-left-aside = 中断时留下的临时文件，可以删除：{ $path }

# 密钥与备案
fsck-key-open = 密钥文件“{ $path }”别人也能读。请改为只有本人可读（0600），并考虑更换密钥
fsck-key-stray = 密钥目录里有不属于本日志的文件：{ $path }
fsck-key-unused = 密钥目录里有一把不在用的密钥（更换密钥时中断留下的），可以删除：{ $path }
fsck-filing = 日志第 { $seq } 条记录（见证单位 { $key } 对第 { $size } 条处检查点的备案）不成立：{ $reason }
fsck-filing-unknown = 当时没有登记这家见证单位
fsck-filing-root = 检查点的根哈希为 { $expected }，备案的是 { $found }
fsck-filing-time = 签名里的时间为 { $expected }，记录的是 { $found }
fsck-filing-unsigned = 这一行不是该见证单位的签名

# 数据库
fsck-row-surplus = 数据库的{ $table }多出一行“{ $row }”，日志里没有相应的记录
fsck-row-missing = 数据库的{ $table }缺少一行“{ $row }”，日志里有相应的记录
fsck-row-differs = 数据库的{ $table }中“{ $row }”的 { $column }：按日志应为“{ $expected }”，实为“{ $found }”
fsck-row-secret = 数据库的{ $table }中“{ $row }”的 { $column } 与日志不符
fsck-table-office = 单位信息
fsck-table-registry = 名录库版本
fsck-table-texts = 计划文本
fsck-table-plans = 计划
fsck-table-approvals = 审批
fsck-table-attempts = 抽取
fsck-table-files = 抽取文件清单
fsck-table-commitments = 承诺
fsck-table-sealed = 封存的随机值
fsck-table-salts = 回避名单的盐
fsck-table-contributions = 揭示的值
fsck-table-amendments = 替补与回避
fsck-table-publications = 公示
fsck-table-keys = 密钥
fsck-table-places = 见证单位地址
fsck-table-filings = 备案
fsck-table-calendars = 检查日历
fsck-table-workdays = 放假安排
fsck-table-joint-rules = 联合检查规则
fsck-table-withdrawals = 退出联合检查
fsck-calendar = 第 { $serial } 号抽取的第 { $version } 版检查日历与日志里的摘要不符
fsck-workdays = { $year } 年的放假安排与日志里的摘要不符
fsck-sources = 名录库第 { $version } 版的来源文件与日志第 { $seq } 条记录的承诺值不符
fsck-sealed = 第 { $serial } 号抽取封存的随机值（{ $source }）打不开 plan.json 里的承诺
fsck-salts = 第 { $serial } 号抽取的 { $count } 个盐算不出 barred.csv 里的标记
fsck-amendments = 第 { $serial } 号抽取的替补与回避各行与日志第 { $seq } 条记录里的摘要不符
fsck-seed = 第 { $serial } 号抽取的种子与 ceremony.json 不符
fsck-register = { $register }的内容与最近一次导入（日志第 { $seq } 条记录；0 表示从未导入）不符：应为 { $expected }，实为 { $found }
fsck-register-unreadable = { $register }读不出来：{ $reason }
fsck-register-inspectors = 执法检查人员名录库
fsck-register-items = 抽查事项清单
fsck-register-history = 检查历史
fsck-register-barred = 回避名单

# 磁盘上的文件
fsck-file-differs = 文件“{ $path }”被改动过：摘要应为 { $expected }，实为 { $found }
fsck-file-length = 文件“{ $path }”应记为 { $found } 字节，数据库里记的是 { $expected }
fsck-folder-foreign = 这里不该有“{ $path }”
fsck-manifest-rows = 名录库第 { $version } 版的清单有 { $found } 个对象，日志里记的是 { $expected }
fsck-manifest-previous = 名录库第 { $version } 版的清单所指的前一版，不是日志里的前一版
fsck-registry-orphan = 名录库里没有任何版本用到的文件，可以删除：{ $path }
fsck-bundle-gone = 公示过的目录已不在原处，没有核对：{ $folder }
fsck-bundle-ahead = “{ $folder }”里的证据包比最后一次公示的记录新：公示时中断过，请再公示一次
fsck-bundle-log-missing = “{ $folder }”里的证据包没有日志证明：公示时中断过，请再公示一次
fsck-bundle-log = “{ $folder }”里证据包的日志证明不成立：{ $reason }
fsck-bundle-checkpoint = 日志在第 { $size } 条处没有签过这个检查点
fsck-bundle-proof = 第 { $seq } 条记录的证明与检查点不符

# 检查结果
progress-fsck-evidence = 核对证据材料
progress-fsck-results = 核对检查结果
fsck-result-act = 日志第 { $seq } 条记录（{ $kind }）：{ $reason }
fsck-result-unrecorded = 它所说的结果没有录入过，或没有公示过
fsck-result-order = 第 { $version } 版接不上前面的记录
fsck-result-number = 异议编号 { $number } 与前面的记录接不上
fsck-result-own = 审核人就是录入人
fsck-result-legal = 重大执法决定未经法制审核就公示了
fsck-result-state = 结果当时的状态（{ $state }）不容许这样做
fsck-result-erased = 有的结果记录的部门一项已清除，检查结果的各表没有核对
fsck-result = { $department }第 { $visit } 号检查的结果第 { $version } 版与日志第 { $seq } 条记录里的摘要不符：检查结果、事项或证据材料被改动过
fsck-result-emptied = { $department }第 { $visit } 号检查的结果第 { $version } 版（日志第 { $seq } 条）里的个人信息被清空，日志里却没有清除的记录：这不是依规定清除，是改动
fsck-result-erased-open = 说已清除个人信息，还有 { $count } 项没有清除
fsck-objection = 第 { $number } 号异议的内容与日志里的摘要不符
fsck-evidence-missing = 证据材料不见了：{ $path }
fsck-evidence-erased = 证据材料应随个人信息一并删除，却还在：{ $path }；再运行一次 choucha results erase --expired 即可删除
fsck-table-results = 检查结果
fsck-table-result-items = 检查结果各事项
fsck-table-result-evidence = 证据材料
fsck-table-result-states = 检查结果的状态
fsck-table-result-acts = 审核、公示与撤销
fsck-table-result-rules = 结果公示期限规则
fsck-table-objections = 异议
fsck-table-answers = 异议答复
fsck-table-letters = 来信登记
fsck-table-erasures = 个人信息清除
