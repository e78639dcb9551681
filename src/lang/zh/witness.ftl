witness-exists = 这里已有见证方：{ $path }；换一个目录，或继续使用它
witness-missing = 这里没有见证方：{ $path }；请先用 choucha witness init 建立
witness-locked = 见证方正由另一进程使用（{ $path }）；同一目录一次只能有一个在工作
witness-key-open = 私钥文件他人可读：{ $path }；请改为仅本人可读写（chmod 600），并考虑更换密钥
witness-memory-broken = 日志“{ $origin }”的见证记忆已损坏或被改动：{ $path }；见证方停止签名，请从备份恢复最新的一份
witness-memory-behind = 日志“{ $origin }”的见证记忆被退回：工作记录里已见证 { $size } 条，记忆里只有 { $latest } 条；可能恢复了旧备份。见证方停止签名
witness-file = 读写 { $path } 失败：{ $error }
witness-clock = 系统时钟被拨回：上次见证在 { $last }，现在却是 { $now }；校准时钟后再试
witness-log-unknown = 没有登记这把日志公钥：{ $key }
witness-cosigned = 已见证日志“{ $origin }”的检查点：{ $size } 条，根哈希 { $root }
witness-refused = 拒绝见证日志“{ $origin }”，它签出了自相矛盾的检查点：{ $reason }。请求已留存，请立即查问该单位
witness-url = 见证方地址须以 http:// 或 https:// 开头：{ $url }
witness-unreachable = 联系不上见证方 { $url }：{ $error }
witness-ahead = 见证方“{ $name }”已见证 { $latest } 条，比本检查点的 { $size } 条还多；本地日志可能被退回到旧备份
witness-refuses = 见证方“{ $name }”拒绝签名（{ $status }）：{ $words }
witness-cosignature = 见证方“{ $name }”的答复中没有它对本检查点的有效签名
witness-listen = 无法监听 { $address }：{ $error }
witness-service = 见证服务中断：{ $error }
witness-init = 已建立见证方“{ $name }”：{ $folder }
witness-init-key = 公钥（交给各单位，写进见证规则）：
witness-init-next = 下一步：choucha witness add-log { $folder } 加上要见证的日志的公钥。私钥在 witness.key，请勿外传，请备份整个目录
witness-watching = 现登记日志公钥 { $count } 把，本次新增 { $new } 把：
witness-serving = 见证方“{ $name }”正在监听 { $address }，按 Ctrl-C 停止
witness-stopped = 见证方“{ $name }”已停止
witness-signed = 已核对一致，已签名
witness-sign-conflict = 没有签名：请求的起点不对，最近见证的是 { $latest } 条；请对方从该条数重新证明
witness-sign-refused = 拒绝签名（{ $status }）：{ $words }
witness-sign-answer = 答复已写入 { $file }，请交回对方
witness-status = 见证方“{ $name }”，{ $state }，共见证 { $cosigned } 次
witness-running = 正在工作
witness-idle = 未在运行
witness-no-logs = 还没有登记要见证的日志
witness-head-log = 日志
witness-head-keys = 公钥数
witness-head-size = 条数
witness-head-at = 最近见证
witness-status-refused = 曾有日志自相矛盾，已拒绝 { $count } 次，请求留存在 refused 目录：
help-witness = 见证：上级部门或司法行政部门运行，见证各单位的日志没有被改写
help-witness-example =
    {"  "}choucha witness init 见证 --name 中卫市司法局
    {"  "}choucha witness serve 见证 --listen 0.0.0.0:8400
help-witness-init = 建立见证方，生成密钥
help-witness-init-arg-dir = 见证方的目录，新建
help-witness-init-arg-name = 名称，不含空格和“+”；不要与别的见证方重名
help-witness-init-example =
    {"  "}choucha witness init 见证 --name 中卫市司法局
help-witness-add-log = 登记要见证的日志；服务运行时也可以，立即生效
help-witness-add-log-arg-dir = 见证方的目录
help-witness-add-log-arg-keys = 日志的公钥（名称+编号+Base64）；换密钥期间同一日志可有两把
help-witness-add-log-arg-policy = 见证规则文件（tlog-policy）：登记其中的全部日志
help-witness-add-log-example =
    {"  "}choucha witness add-log 见证 虚构局+0c9cf1cc+AaGh…
    {"  "}choucha witness add-log 见证 --policy 上级下发.policy
help-witness-drop-log = 停用日志的一把公钥（例如换密钥之后）；对该日志的记忆保留
help-witness-drop-log-arg-dir = 见证方的目录
help-witness-drop-log-arg-key = 要停用的公钥
help-witness-drop-log-example =
    {"  "}choucha witness drop-log 见证 虚构局+0c9cf1cc+AaGh…
help-witness-serve = 运行见证服务（HTTP，C2SP tlog-witness）
help-witness-serve-arg-dir = 见证方的目录
help-witness-serve-arg-listen = 监听地址，默认 127.0.0.1:8400；跨网段请放在反向代理之后
help-witness-serve-example =
    {"  "}choucha witness serve 见证 --listen 0.0.0.0:8400
help-witness-sign = 网络不通时以文件往来：核对一份请求，写出答复
help-witness-sign-arg-dir = 见证方的目录
help-witness-sign-arg-request = 对方送来的请求文件
help-witness-sign-arg-output = 答复写到哪个文件
help-witness-sign-example =
    {"  "}choucha witness sign 见证 请求.txt -o 答复.txt
help-witness-status = 查看见证方：登记的日志、最近的见证、拒绝过什么
help-witness-status-arg-dir = 见证方的目录
help-witness-status-example =
    {"  "}choucha witness status 见证
