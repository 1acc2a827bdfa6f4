# Sourced by the commands beside it: goes to the checkout and finds a Python that fits, as $python.
cd "$(dirname "$0")/.." || exit 1
for python in python3 python3.13 python3.12 python3.11 ""; do
    [ -n "$python" ] || break
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && break
done
if [ -z "$python" ]; then
    echo "Gagal: diperlukan Python 3.11, 3.12, atau 3.13; yang ada: $(python3 --version 2>&1 || true)." >&2
    exit 1
fi
