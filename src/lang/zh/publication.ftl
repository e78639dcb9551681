frozen-digest = { $file } 的内容与冻结时的摘要不符，已被改动或损坏；请从备份恢复该文件，或作废本次抽取
frozen-header = { $file } 的表头不是规定的 { $header }
frozen-row = { $file } 有不合规定的一行：{ $line }
frozen-rows = { $file } 的行数与冻结时不符
frozen-utf8 = { $file } 不是 UTF-8 文本
