amend-replay = 第 { $seq } 条变更记录与规则得出的不符
amend-not-on-team = { $inspector } 不在第 { $visit } 号检查的检查组里
amend-given-up = 第 { $visit } 号检查的对象已被替换，不能再变更
amend-no-visit = 没有第 { $visit } 号检查
