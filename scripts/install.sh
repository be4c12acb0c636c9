#!/bin/sh
# Puts kubectl-minisched on PATH, so that `kubectl minisched` works. Run it in a clone, after `npm ci`:
#
#   scripts/install.sh            into ~/.local/bin
#   scripts/install.sh DIR        into DIR
#   scripts/install.sh --remove [DIR]
#
# The command is three lines of shell: it starts this clone's program with the Node.js that `npm ci` brought along,
# so it does not matter how old the system's Node.js is.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
remove=''
if [ "${1:-}" = --remove ]; then remove=1; shift; fi
dir=${1:-$HOME/.local/bin}
target=$dir/kubectl-minisched

if [ -n "$remove" ]; then
  rm -f "$target"
  echo "removed $target"
  exit 0
fi

node=$root/node_modules/node/bin/node
if [ ! -x "$node" ] || [ ! -f "$root/dist/kubectl-minisched.js" ]; then
  echo "error: $root is not built yet" >&2
  echo "next: npm ci" >&2
  exit 3
fi
if ! mkdir -p "$dir" 2>/dev/null || [ ! -w "$dir" ]; then
  echo "error: cannot write to $dir" >&2
  echo "next: scripts/install.sh DIR, with a folder of yours that is on PATH" >&2
  exit 3
fi
cat > "$target" <<EOF
#!/bin/sh
exec "$node" "$root/dist/kubectl-minisched.js" "\$@"
EOF
chmod 755 "$target"
echo "installed $target"
case ":$PATH:" in
  *":$dir:"*) echo 'try: kubectl minisched --help' ;;
  *) echo "next: export PATH=\"$dir:\$PATH\"   (then: kubectl minisched --help)" ;;
esac
