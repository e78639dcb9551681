# 办公库
office-missing = “{ $path }”里没有办公库。先用 choucha init 建立，或用 --office 指明它所在的目录
office-exists = “{ $path }”里已有办公库：{ $name }
office-unfinished = “{ $path }”里的办公库没有建完，请再运行一次 choucha init
office-folder-taken = “{ $path }”不是空目录（里面有 { $name }），不能在此建立办公库。请换一个空目录
office-name-empty = 单位名称不得为空
office-locked = 办公库正被进程 { $pid } 使用（“{ $command }”，自 { $since } 起）。请等它结束后再试
office-locked-unknown = 办公库正被另一个进程使用，请等它结束后再试
amend-unreachable = “{ $words }”是检查结果（通过登记的住所无法联系），应照实录入，不是递补的理由；只有对象已不存在或已不在范围内的（注销、吊销、迁出等，有证明）才能递补
clock-not-practice = 只有练习用的办公库才能用 --at 设定时间；正式办公库只认系统时钟
offset-malformed = 时区须写作 +08:00 的形式：{ $value }
random-failed = 取不到系统随机数：{ $error }
reason-empty = 请写明理由

# 文件
file-disk-full = 磁盘已满，没有写成：{ $path }。请腾出空间后重做这一步
file-denied = 没有权限写入或读取：{ $path }
file-not-found = 找不到文件：{ $path }
file-failed = 读写文件出错：{ $path }（{ $error }）
file-exists = 文件已经存在，不会覆盖：{ $path }
file-injected = 测试所设的写入故障：{ $place }

# 中断
interrupted-before = 上次的“{ $step }”（{ $subject }，{ $at }）没有做完就中断了。办公库停在这一步之前，请重做这一步
interrupted-after = 上次的“{ $step }”（{ $subject }，{ $at }）中断在收尾时。这一步已经做成，收尾已补完，不必重做
pending-damaged = 中断记录读不出来：{ $path }（{ $error }）。请从备份恢复，或核对流水后删除它
step-done-nevertheless = 这一步已经做成，但过程中报错：{ $error }
step-done-unfinished = 这一步已经记入办公库，但文件没有全部就位：{ $error }。下一条命令会补完
step-import = 导入
step-approve = 审批
step-freeze = 冻结
step-commit = 登记承诺
step-reveal = 揭示
step-draw = 抽取
step-abandon = 放弃
step-publish = 公示
step-substitute = 替补
step-recuse = 回避
step-other = { $name }

# 进度
progress-frozen = 核对冻结的文件
progress-draw = 抽取检查对象、匹配执法人员
progress-replay = 重放抽取结果
progress-publish = 写出证据包
progress-gather = 从名录库收集抽样框
progress-check-registry = 核对名录库
progress-freeze = 写出抽样框
progress-attempts = 核对各次抽取的文件

# 计划
plan-file-utf8 = { $file } 不是 UTF-8 文本，请另存为 UTF-8
plan-file-faults = 计划 { $file } 有 { $count } 处错误
plan-unknown = 没有这个计划：{ $plan }
attempt-none = 计划 { $plan } 还没有冻结
attempt-abandoned = 计划 { $plan } 的第 { $attempt } 次抽取已放弃（{ $reason }）。要重新抽取，请再次冻结
approve-nobody = 请用 --by 写明签批的行政主要负责人

# 承诺与揭示
commit-after-freeze = 计划 { $plan } 的第 { $attempt } 次抽取已经冻结，不能再登记承诺
commit-second = 来源 { $source } 已登记过另一个承诺 { $before }。确要更换，请加 --replace
commit-source-unknown = 计划 { $plan } 里没有名为 { $source } 的承诺来源
commit-value-empty = 承诺的值不得为空
opening-malformed = 揭示文件读不出来：{ $path }（{ $error }）
opening-broken = 揭示文件里的值、随机数与承诺不相符，文件可能被改动过：{ $path }
reveal-late = 来源 { $source } 的揭示已过截止时间 { $reveal_by }（现在 { $now }），按未揭示处理
reveal-early = 公共来源 { $source } 要到 { $when } 才公布，现在 { $now }，不能提前录入
reveal-second = 来源 { $source } 已有一个值“{ $before }”，每个来源只能揭示一次
reveal-drawn = 计划 { $plan } 的第 { $attempt } 次抽取已于 { $at } 完成，不再接受揭示
reveal-sealed = 来源 { $source } 由办公库自己保管，披露时才公开，不能揭示

# 抽取
draw-waits = 计划 { $plan } 还不能抽取
draw-public-missing = 公共来源 { $source } 还没有录入（{ $when } 公布）
draw-commitment-open = 承诺来源 { $source } 还没有揭示，截止时间 { $reveal_by }
sealed-missing = 办公库里没有来源 { $source } 的密封值，可能已被外部改动
drawn-damaged = 文件 { $file } 与抽取时记录的摘要不符，可能已损坏或被改动。请从备份恢复
amend-not-drawn = 计划 { $plan } 的第 { $attempt } 次抽取还没有完成，没有可替补或回避的检查
amend-no-visit-of = 没有对这个对象的检查：{ $code }

# 公示
publish-not-drawn = 计划 { $plan } 的第 { $attempt } 次抽取还没有完成，没有可公示的内容
publish-disclosed = 计划 { $plan } 已经全部公开，不能再密封
publish-folder-taken = “{ $path }”里有别的内容（{ $name }），不会覆盖。请换一个空目录
publish-inside-office = 证据包不能放进办公库自己的目录：{ $path }

# 导入与冻结
import-no-files = 请写明要导入的文件
registry-empty = 还没有检查对象名录。先用 choucha import entities 导入
plan-faults = 计划 { $plan } 有 { $count } 处问题，改好后再试
freeze-open = 计划 { $plan } 的第 { $attempt } 次抽取已经冻结、尚未抽取。要重新冻结，先用 choucha abandon 放弃它并写明理由
freeze-drawn = 计划 { $plan } 的第 { $attempt } 次抽取已经完成。一次抽取只有一个种子；确要重抽，先用 choucha abandon 放弃它并写明理由
freeze-unapproved = 计划 { $plan } 尚未经行政主要负责人审批。先用 choucha approve 审批；紧急任务可加 --urgent，事后补批
freeze-changed = 计划 { $plan } 在审批之后改动过，须重新审批
freeze-late = 揭示截止时间 { $reveal_by } 已过（现在 { $now }），此时冻结，种子可能已被知晓。请改定以后的时间
freeze-nothing = 按计划 { $plan } 一个对象也抽不到，不予冻结。请用 choucha plan check 查看原因
freeze-commitments = 计划 { $plan } 的种子来源还没有备齐
freeze-commitment-missing = 来源 { $source } 还没有登记承诺（choucha commit { $plan } --source { $source }）
freeze-commitment-differs = 来源 { $source } 登记的承诺 { $registered } 与计划里写的不同
freeze-commitment-surplus = 登记了承诺的来源 { $source } 不在计划里
freeze-sealed-given = 密封来源 { $source } 的承诺由办公库在冻结时生成，计划里不要写

# 概况
status-approval = 计划 { $plan }：待行政主要负责人审批
status-only-commitments = 计划 { $plan }：已登记承诺（{ $sources }），计划文本还没有报来审批
status-commitments = 计划 { $plan } 第 { $attempt } 次抽取：待登记承诺的来源 { $sources }
status-freeze = 计划 { $plan }：待冻结，须早于 { $reveal_by }
status-freeze-late = 计划 { $plan }：揭示截止时间 { $reveal_by } 已过而未冻结，须改定时间、重新审批
status-reveal = 计划 { $plan }：待揭示 { $sources }，截止时间 { $reveal_by }
status-public-later = 计划 { $plan }：公共来源 { $source } 将于 { $when } 公布
status-public-due = 计划 { $plan }：公共来源 { $source } 已于 { $when } 公布，待录入
status-draw = 计划 { $plan }：可以抽取
status-publish = 计划 { $plan }：已抽取，待公示
status-publish-again = 计划 { $plan }：公示之后有替补或回避，待更新 { $folder }
status-disclose = 计划 { $plan }：已公布摘要，检查期满（{ $day }）后待全部公开
status-urgent = 计划 { $plan } 第 { $attempt } 次抽取按紧急任务先行冻结，尚未事后审批
status-file-damaged = 文件缺失、损坏或被改动：{ $path }。请从备份恢复
status-certificates-out = { $count } 名在岗人员的执法证已过期：{ $list }
status-certificates-soon = { $count } 名在岗人员的执法证30日内到期：{ $list }
status-next-entities = 导入检查对象名录：choucha import entities 文件…
status-next-inspectors = 导入执法检查人员名录：choucha import inspectors 文件…
status-next-items = 导入抽查事项清单：choucha import items 文件…
status-next-plan = 编写计划：choucha plan new 计划.toml

freeze-witnesses = 计划要求 { $needed } 家见证单位备案，本单位目前只登记了 { $known } 家。请先用 choucha log witness 登记
filing-key-purpose = “{ $name }”的公钥不是见证公钥。请用 choucha witness init 或 status 给出的公钥
filing-witness-unknown = 没有登记见证单位“{ $name }”。已登记：{ $known }
filing-no-witness = 还没有登记见证单位。请先用 choucha log witness 登记司法局或上级部门的见证公钥
filing-no-place = 登记的见证单位都没有网址，请改用 choucha log request 和 choucha log take 交换文件
filing-refused = { $name }：{ $reason }
filing-answer = 文件“{ $path }”不是见证单位的签名，内容是：{ $words }
filing-answer-old = 文件“{ $path }”里的签名对不上任何一个检查点和已登记的见证单位
filing-waits = 计划 { $plan } 的冻结目前有 { $have } 家见证单位备案，要求 { $needed } 家。请先备案（choucha log file），再揭示或抽取
filing-too-late = 计划 { $plan } 的公开来源已到时间，冻结只有 { $have } 家见证单位按时备案，要求 { $needed } 家。这次抽取已不能继续，请作废后重新冻结
step-key = 登记密钥
step-file = 备案
step-erase = 清除个人信息
erase-nothing = 日志第 { $entry } 条没有可清除的 { $member }。可清除的有：{ $known }
erase-department = 日志第 { $entry } 条的部门一项不能清除：部门不是个人信息，清除后检查结果就无法核对。结果中的个人信息用 choucha results erase 清除
# 联合
step-joint-withdraw = 退出联合
step-joint-rules = 联合抽查规定
step-inbox = 来信登记
step-inbox-answer = 来信答复
step-inbox-erase = 来信内容清除
freeze-parts-unapproved = 联合计划 { $plan } 还有分项未经其部门的行政主要负责人审批。请先对各部门自己的计划执行 approve；紧急的可加 --urgent 后补
plan-registry-differs = 计划写明的名录库是 { $said }，现行的是 { $current }。请核对后改写或删去 registry
plan-check-planned = 分项 { $part }（{ $department }）有 { $rows } 户不能抽：其他现行计划（{ $plans }）已经抽中、尚未检查，加上那一次就达到间隔或次数上限
joint-drafts-faulty = 各计划有 { $count } 处不对，请先改好
joint-conflicts = 不能合并，有 { $count } 处冲突
joint-draft-frozen = 计划 { $plan } 已单独冻结（第 { $attempt } 次），不能再合并；须先 abandon
joint-withdraw-frozen = 联合计划 { $plan } 已冻结（第 { $attempt } 次），“{ $department }”不能再退出。只能先 abandon 说明理由，退出后作为下一次抽取重新审批、冻结
joint-withdraw-unknown = “{ $department }”不在其中，可选的有：{ $known }
joint-withdraw-last = “{ $department }”退出后只剩“{ $left }”，不再是联合计划。请直接冻结其自己的计划
joint-withdraw-lead = “{ $department }”是牵头部门，退出时须用 --lead 另定牵头部门：{ $known }
joint-withdrawn = “{ $department }”已从计划 { $plan } 的这份文本退出；请用退出后写出的文本
joint-unapproved = 分项 { $part }：“{ $department }”的计划 { $plan } 还没有审批这份文本
joint-draft-alone = 分项 { $part } 所据的计划 { $plan } 已单独冻结；须先 abandon
joint-changed = 分项 { $part } 与“{ $department }”在计划 { $plan } 中审批的内容不一致；请改回，或由该部门重新报批后重新合并
joint-changed-around = 分项 { $part }：截止日期、保密、回避或名册规则与“{ $department }”在计划 { $plan } 中审批的不一致
joint-beyond = 分项 { $part }：检查期限超出计划 { $plan } 获批的 { $from } 至 { $to }
joint-merged = 计划 { $plan } 已并入联合计划 { $joint }，不能单独冻结；要单独实施，先用 joint withdraw 退出
status-merged = 计划 { $plan } 已并入联合计划 { $joint }，随它一起冻结

step-case = 制作案卷
case-exists = “{ $path }”已存在，请另取文件名
case-evidence-damaged = 材料 { $digest } 缺失或被改动过，不能制作案卷
case-archive = 不是完整的案卷压缩文件：{ $error }
case-large = “{ $path }”解开后超过 1 GiB，不像是案卷
