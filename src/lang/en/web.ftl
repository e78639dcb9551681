# Pages of the portal
