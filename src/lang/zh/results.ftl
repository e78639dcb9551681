# 检查结果

results-finding-unknown = 检查结果“{ $value }”不在代码表内；请填 01 至 10 的代码或代码表所列文字，如 01 未发现问题
results-disposal-unknown = 后续处置“{ $value }”不在代码表内；请填 01 至 06 的代码或代码表所列文字，如 01 无需后续处置
results-form = 结果写不成规范的 JSON：{ $error }
results-limit = 期限“{ $name }”为 { $days } 个工作日；应为 1 至 { $most } 个工作日，可以短于国家规定，不得长于国家规定
