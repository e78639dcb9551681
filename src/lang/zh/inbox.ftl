# 来信

inbox-receipt = “{ $value }”不是回执编号。编号共 12 位，由数字和大写字母组成，如 7K2M-94QX-B0TE
inbox-unknown = 没有回执编号为 { $receipt } 的来信。请核对编号是否抄写有误
inbox-full = 今日来信已满，请明日再提交，或以电话、书面方式联系本单位
inbox-faults = 来信有 { $count } 处需要更正
inbox-empty = 请写明内容
inbox-long = { $field }过长：{ $length } 字，上限 { $limit } 字。请删减，或另行提交材料
inbox-about-needed = 异议和更正申请须写明所指的检查结果或页面，如结果页面的网址、计划编号或统一社会信用代码
inbox-field-text = 内容
inbox-field-about = 所涉事项
inbox-field-name = 姓名或名称
inbox-field-contact = 联系方式
inbox-matter-complaint = 投诉
inbox-matter-objection = 异议
inbox-matter-correction = 更正申请
inbox-matter-tip = 线索
inbox-outcome-upheld = 采纳
inbox-outcome-partly = 部分采纳
inbox-outcome-rejected = 不予采纳
inbox-outcome-forwarded = 转有权机关处理
inbox-outcome-noted = 已收悉
inbox-answered = { $receipt } 已于 { $at } 答复，不能再次答复
inbox-is-objection = { $receipt } 已登记为第 { $number } 号异议，由 choucha results answer { $number } 一并答复
inbox-letter-gone = 这件异议所据的来信在 inbox.db 中已不存在，请从备份恢复 inbox.db
inbox-objection-outcome = 这件来信已登记为第 { $number } 号异议，办理结果只能是 upheld 成立、partly 部分成立或 rejected 不成立
inbox-handled-objection = 已登记为第 { $number } 号异议
inbox-handled-correction = 正在更正
inbox-answer-empty = 请写明答复内容（--text）
inbox-unanswered = { $receipt } 尚未答复，不能清除其内容
inbox-late = 有 { $count } 件来信已过答复期限（choucha inbox list）
inbox-awaits = 有 { $count } 件来信待答复，最早应于 { $due } 前答复（choucha inbox list）
inbox-gone = 日志第 { $seq } 条记载的来信在 inbox.db 中已不存在
inbox-altered = 来信 { $receipt } 与日志第 { $seq } 条所记不符
inbox-unrecorded = 来信 { $receipt } 标为已入日志，但日志里没有
inbox-answer-gone = 来信 { $receipt } 的答复（日志第 { $seq } 条）在 inbox.db 中已不存在
inbox-answer-altered = 来信 { $receipt } 的答复与日志第 { $seq } 条所记不符
inbox-answer-unrecorded = 来信 { $receipt } 的答复不在日志中
inbox-erased-unrecorded = 来信 { $receipt } 的清除情况与日志不符
inbox-received = 已收到，回执编号 { $receipt }。应于 { $due } 前答复；凭编号查询办理情况
inbox-none = 没有待答复的来信
inbox-heading-receipt = 回执编号
inbox-heading-matter = 类别
inbox-heading-at = 收到
inbox-heading-due = 答复期限
inbox-heading-left = 剩余工作日
inbox-heading-about = 所涉事项
inbox-heading-outcome = 办理结果
inbox-show = { $receipt }　{ $matter }　{ $at } 收到，应于 { $due } 前答复
inbox-show-about = 所涉事项：{ $about }
inbox-show-from = 来信人：{ $name }　联系方式：{ $contact }
inbox-show-erased = （内容已清除）
inbox-show-answer = { $at } 答复：{ $outcome }
inbox-show-entry = 日志第 { $entry } 条
inbox-anonymous = 未留

help-inbox = 来信：公众的投诉、异议、更正申请和线索，及其答复
help-inbox-example =
    {"  "}choucha inbox list
    {"  "}choucha inbox answer 7K2M-94QX-B0TE --outcome upheld --text "已更正公示内容"
help-inbox-list = 待答复的来信，最急的在前
help-inbox-list-arg-all = 连同已答复的
help-inbox-list-example =
    {"  "}choucha inbox list --all
help-inbox-show = 一件来信的内容和办理情况
help-inbox-show-arg-receipt = 回执编号
help-inbox-show-example =
    {"  "}choucha inbox show 7K2M-94QX-B0TE
help-inbox-answer = 答复一件来信；只能答复一次，答复即入日志
help-inbox-answer-arg-receipt = 回执编号
help-inbox-answer-arg-outcome = 办理结果：upheld 采纳、partly 部分采纳、rejected 不予采纳、forwarded 转有权机关、noted 已收悉
help-inbox-answer-arg-text = 给来信人的答复
help-inbox-answer-example =
    {"  "}choucha inbox answer 7K2M-94QX-B0TE --outcome rejected --text "经复核，检查结果无误：……"
help-inbox-add = 登记以书面、电话或当面提出的来信
help-inbox-add-arg-matter = 类别：complaint 投诉、objection 异议、correction 更正申请、tip 线索
help-inbox-add-arg-text = 内容
help-inbox-add-arg-about = 所涉事项：结果页面的网址、计划编号或对象代码；异议和更正申请必填
help-inbox-add-arg-name = 来信人
help-inbox-add-arg-contact = 联系方式
help-inbox-add-example =
    {"  "}choucha inbox add --matter objection --about 2026Q4-001 --text "当日并未检查"
help-inbox-erase = 清除一件已答复来信的内容；收到过、答复过的记录仍在
help-inbox-erase-arg-receipt = 回执编号
help-inbox-erase-example =
    {"  "}choucha inbox erase 7K2M-94QX-B0TE
