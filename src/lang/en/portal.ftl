# What is public
progress-portal-plans = Making the public documents of plans, draws and visits
progress-portal-companies = Making the public documents of companies
