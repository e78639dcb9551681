amend-replay = amendment { $seq } is not what the rules give
amend-not-on-team = { $inspector } is not on a team of visit { $visit }
amend-given-up = visit { $visit } was given up to a substitute and cannot be amended again
amend-no-visit = there is no visit { $visit }
