frozen-digest = { $file } no longer has the digest it was frozen with: changed or damaged; restore it from a backup or abandon this attempt
frozen-header = { $file } does not begin with the header { $header }
frozen-row = { $file } has a row out of form: { $line }
frozen-rows = { $file } does not have the number of rows it was frozen with
frozen-utf8 = { $file } is not UTF-8 text
