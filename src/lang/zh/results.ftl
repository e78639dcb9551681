# 检查结果

results-finding-unknown = 检查结果“{ $value }”不在代码表内；请填 01 至 10 的代码或代码表所列文字，如 01 未发现问题
results-disposal-unknown = 后续处置“{ $value }”不在代码表内；请填 01 至 06 的代码或代码表所列文字，如 01 无需后续处置
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
step-result-rules = 结果公示期限规则
