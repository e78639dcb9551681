# What is public
