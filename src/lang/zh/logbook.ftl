help-log = 存证日志：谁也不能改写的记录
help-log-example =
    {"  "}choucha log show
    {"  "}choucha log file
    {"  "}choucha log check 日志目录 --since 上次的检查点
help-log-check = 从头核对一份公开的日志
help-log-check-arg-dir = 日志的目录（办公库里的 log/，或从网站取下的一份）
help-log-check-arg-key = 日志的公钥，从别处得知的
help-log-check-arg-since = 先前留存的检查点：核对日志从那以后只增不改
help-log-check-example =
    {"  "}choucha log check office-demo/office/log
    {"  "}choucha log check log --since 2026-10-09.checkpoint
help-log-show = 查看日志；隐去的个人信息在本单位内显示
help-log-show-arg-from = 从第几条起，默认为最后几条
help-log-show-arg-count = 看几条，默认 20
help-log-show-example =
    {"  "}choucha log show
    {"  "}choucha log show --from 1 --count 5
help-log-key = 日志的公钥和当前的检查点
help-log-key-example =
    {"  "}choucha log key
help-log-proof = 写出一条记录在日志里的证明（C2SP tlog-proof）
help-log-proof-arg-entry = 第几条
help-log-proof-arg-output = 证明写到哪个文件；记录本身写在旁边
help-log-proof-example =
    {"  "}choucha log proof 12 -o 12.tlog-proof
help-log-witness = 查看、登记、停用见证单位
help-log-witness-arg-key = 要登记的见证公钥（对方 choucha witness init 或 status 给出的）
help-log-witness-arg-url = 见证服务的网址；不写则用文件往来
help-log-witness-arg-retire = 停用这个见证单位（名称或公钥）
help-log-witness-example =
    {"  "}choucha log witness
    {"  "}choucha log witness 司法局+1a2b3c4d+BNcJ… --url http://10.1.2.3:8400
    {"  "}choucha log witness --retire 司法局
help-log-file = 备案：请各见证单位在当前的检查点上签名
help-log-file-example =
    {"  "}choucha log file
help-log-request = 网络不通时：写出给见证单位的请求文件
help-log-request-arg-witness = 见证单位的名称
help-log-request-arg-file = 请求写到哪个文件
help-log-request-example =
    {"  "}choucha log request 司法局 请求.txt
help-log-take = 收下见证单位答复的文件
help-log-take-arg-file = 答复文件
help-log-take-example =
    {"  "}choucha log take 答复.txt
help-log-rotate = 给日志换一把签名密钥，新旧两把共同签名交接，旧的随即销毁
help-log-rotate-example =
    {"  "}choucha log rotate
help-log-erase = 清除一条记录里隐去的个人信息；记录本身不变，清除一事也留在日志里
help-log-erase-arg-entry = 第几条
help-log-erase-arg-member = 哪一项，如 by
help-log-erase-example =
    {"  "}choucha log erase 12 by
log-check-holds = 日志成立：“{ $origin }”，共 { $size } 条，根 { $root }
log-check-span = 起止：{ $from } 至 { $to }
log-check-key = 公钥 { $key }
log-check-continues = 与先前 { $size } 条时的检查点相接，其间只增不改
log-check-attempts = 抽取 { $attempts } 次，编号连续，其中作废 { $abandoned } 次
log-attempt = {"  "}{ $serial }. { $plan } 第 { $attempt } 次：{ $state }，变更 { $amendments } 行
log-attempt-frozen = 已冻结（第 { $entry } 条）
log-attempt-drawn = 已抽取（第 { $entry } 条）
log-attempt-published = 已公示（第 { $entry } 条）
log-attempt-abandoned = 已作废（第 { $entry } 条）
log-check-keep = 请把这份 checkpoint 文件留存起来：下次用 --since 就能发现日志是否被改写
log-show-none = 没有这些记录
log-show-line = { $seq }. { $at } { $name } { $subject }
log-show-member = {"     "}{ $member }：{ $value }
log-show-hidden = {"     "}{ $member }（对外隐去）：{ $value }
log-show-erased = {"     "}{ $member }：已清除
log-key-origin-is = 日志“{ $origin }”的公钥：
log-key-former = 先前的公钥：{ $key }
log-key-stands = 现有 { $size } 条，根 { $root }
log-key-give = 请把公钥交给见证单位，并公布在网站上：有了它，人人都能核对您的日志
log-proof-written = 证明已写入“{ $file }”，记录本身在“{ $entry }”
log-witness-none = 还没有登记见证单位
log-witness-line = { $name }，{ $place }；已备案到第 { $size } 条 { $at }
log-witness-url = 网址 { $url }
log-witness-files = 以文件往来
log-witness-added = 已登记见证单位“{ $name }”
log-witness-known = 见证单位“{ $name }”登记过了，没有改动
log-witness-retired = 已停用见证单位“{ $name }”
log-file-nobody = 没有一家见证单位为 { $size } 条的检查点签名
log-filed = 已备案：{ $by } 为 { $size } 条的检查点签了名
log-filed-before = 此前已备案，其间没有新的操作：{ $by }
log-requested = 给“{ $name }”的请求（{ $size } 条的检查点）已写入“{ $file }”。对方用 choucha witness sign 答复后，请用 choucha log take 收下
log-rotated = 日志已换用新的密钥，旧密钥已销毁。新公钥：
log-rotated-next = 请把新公钥交给各见证单位（choucha witness add-log），并更新网站上公布的公钥
log-erased = 已清除第 { $entry } 条的 { $member }；日志本身不变
