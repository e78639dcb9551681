# 检查结果

results-finding-unknown = 检查结果“{ $value }”不在代码表内；请填 01 至 10 的代码或代码表所列文字，如 01 未发现问题
results-disposal-unknown = 后续处置“{ $value }”不在代码表内；请填 01 至 06 的代码或代码表所列文字，如 01 无需后续处置
