# Results

results-finding-unknown = finding “{ $value }” is not on the code list; give a code from 01 to 10 or the list's words, such as 01 未发现问题
results-disposal-unknown = disposal “{ $value }” is not on the code list; give a code from 01 to 06 or the list's words, such as 01 无需后续处置
results-form = the result cannot be written as canonical JSON: { $error }
results-limit = the limit “{ $name }” is { $days } working days; it must be from 1 to { $most }, shorter than the national rule if you like, never longer

step-record = record of results
step-review = review of results
step-legal-review = legal review
step-publish-results = publication of results
step-correct = correction of a result
step-withdraw = withdrawal of a result
step-object = objection
step-answer = answer to an objection
step-result-rules = rules on deadlines of results
