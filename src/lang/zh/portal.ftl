# 公示内容
progress-portal-plans = 制作计划、抽查和检查的公开文件
progress-portal-companies = 制作检查对象的公开文件
