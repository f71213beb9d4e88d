# Read by every script before it does anything: with --help it prints the comment at the top of that script, and ends.
case ${1:-} in
  -h | --help) sed -n '2,$ { /^#/!q; s/^# \{0,1\}//; p; }' "$0"; exit 0 ;;
esac
