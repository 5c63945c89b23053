# Known vulnerabilities, as far as the feed tells.
title 'Packages'
code=0; timeout 120 dotnet list package --vulnerable --include-transitive >"$WORK/packages.log" 2>&1 || code=$?
if grep -q 'has the following vulnerable packages' "$WORK/packages.log"; then cat "$WORK/packages.log"; failed 'vulnerable packages'
elif [ "$code" -eq 0 ] && grep -q 'has no vulnerable packages' "$WORK/packages.log" && ! grep -qiE 'NU190[05]|warn' "$WORK/packages.log"; then passed 'no vulnerable packages'
else echo '   not checked: the vulnerability data could not be reached'; fi
