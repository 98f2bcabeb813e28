#!/bin/sh
# The beacon of hvitals: tells the Hyper-V host, through key-value data exchange, what only this guest knows: its clock, its disks and
# filesystems, its integration daemons. Linux and FreeBSD; needs nothing but the base system. What each item means: docs/beacon.md.
# Longer than 250 lines: it is one file, so that an administrator can read it, copy it into a guest without network and run it.
#
# Everything below only reads, but for four things: the pool file, a counter in the run folder, and (install, uninstall) its own copy
# and its timer.

set -u
version=1.0.0
interval=30
record_bytes=2560
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

# Every place can be another one, for tests.
system=$(uname -s)
case $system in
  FreeBSD) os=freebsd pool_dir=${HVITALS_POOL_DIR:-/var/db/hyperv/pool} run_dir=${HVITALS_RUN_DIR:-/var/run/hvitals-beacon} ;;
  *) os=linux pool_dir=${HVITALS_POOL_DIR:-/var/lib/hyperv} run_dir=${HVITALS_RUN_DIR:-/run/hvitals-beacon} ;;
esac
sys=${HVITALS_SYS:-/sys}
proc=${HVITALS_PROC:-/proc}
etc=${HVITALS_ETC:-/etc}
sbin=${HVITALS_SBIN:-/usr/local/sbin}
pool=$pool_dir/.kvp_pool_1
tab=$(printf '\t')

say() { printf 'hvitals-beacon: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# No program that is asked may hold the beacon up.
bounded() {
  if have timeout; then timeout 5 "$@" 2>/dev/null; else "$@" 2>/dev/null; fi
}

# ---------------------------------------------------------------------------------------------------------------------------- values

# awk: bytes as od writes them (two hex digits each) -> text in which %, ;, = and all but printable ASCII are %XX.
hex_to_text='
  function prepare(i) { for (i = 32; i < 127; i++) if (i != 37 && i != 59 && i != 61) shown[sprintf("%02x", i)] = sprintf("%c", i) }
  function spell(h) { return (h in shown) ? shown[h] : "%" toupper(h) }
  BEGIN { prepare() }
'

# Encodes $1 into $encoded.
encode() {
  case $1 in
    *[!A-Za-z0-9._/:@+,\ \\-]*)
      encoded=$(printf '%s' "$1" | od -An -v -tx1 | awk "$hex_to_text"'{ for (i = 1; i <= NF; i++) out = out spell($i) } END { print out }')
      ;;
    *) encoded=$1 ;;
  esac
}

# Cuts $encoded to at most $1 bytes; neither %XX nor a character of several bytes is cut in two (a whole one at the end may go too).
cut_encoded() {
  [ "${#encoded}" -gt "$1" ] || return 0
  encoded=$(printf "%.${1}s" "$encoded")
  case $encoded in
    *%) encoded=${encoded%?} ;;
    *%?) encoded=${encoded%??} ;;
  esac
  while :; do
    case $encoded in
      *%[89AB]?) encoded=${encoded%???} ;;
      *%[C-F]?) encoded=${encoded%???} && break ;;
      *) break ;;
    esac
  done
}

# pair NAME MOST_BYTES VALUE: adds it to $item; an empty value is one that is not known, and is left out.
pair() {
  [ -n "$3" ] || return 0
  encode "$3"
  cut_encoded "$2"
  [ $((${#item} + ${#1} + ${#encoded} + 2)) -gt 1000 ] || item="$item$1=$encoded;"
}

# number NAME VALUE: as pair, for a plain decimal number only.
number() {
  case $2 in
    '' | - | *[!0-9.-]* | ?*-* | *.*.*) ;;
    *) pair "$1" 40 "$2" ;;
  esac
}

# Prints $item under the key $1 and begins a new one.
emit() {
  [ -z "$item" ] || printf '%s%s%s\n' "$1" "$tab" "$item"
  item=''
}

# ----------------------------------------------------------------------------------------------------------------------------- clock
# Offsets are this clock minus its reference, positive = ahead; frequencies are positive where this clock runs fast (lib/model/clock.ts).
# Each reader prints name=value lines, which read_clock turns into pairs.

# Names of running processes as ":name:name:"; Linux cuts them to 15 characters.
list_processes() {
  processes=:
  if [ "$os" = freebsd ]; then
    processes=:$(ps -axo comm= 2>/dev/null | tr '\n' ':')
    return
  fi
  for status in "$proc"/[0-9]*/comm; do
    { read -r name <"$status"; } 2>/dev/null || continue
    processes=$processes$name:
  done
}
runs() {
  for name in "$@"; do
    case $processes in *":$name:"*) return 0 ;; esac
  done
  return 1
}

# Yes where every PTP clock that chrony is told to use is the host's: /dev/ptp_hyperv, or a clock whose name is hyperv (LISA, TimeSync).
ptp_is_host() {
  found=1
  devices=$(cat "$etc"/chrony.conf "$etc"/chrony/chrony.conf "$etc"/chrony.d/*.conf "$etc"/chrony/conf.d/*.conf 2>/dev/null |
    awk 'tolower($1) == "refclock" && tolower($2) == "phc" { sub(/:.*/, "", $3); print $3 }')
  for device in $devices; do
    clock=''
    { read -r clock <"$sys/class/ptp/${device##*/}/clock_name"; } 2>/dev/null
    case $device,$clock in
      */ptp_hyperv,* | *,hyperv) found=0 ;;
      *) return 1 ;;
    esac
  done
  return "$found"
}

# `chronyc -c tracking`: the fifth field is the correction still to be made, positive = slow of NTP time, so it is turned round; the eighth
# is the frequency, negative = slow, so it stays (chronyc's own words for both, seen on chrony 4.3 beside its readable report).
read_chrony() {
  ptp=refclock
  if ptp_is_host; then ptp='host-ptp'; fi
  { bounded chronyc -c -n tracking && bounded chronyc -c -n sources; } | awk -F, -v ptp="$ptp" '
    NF >= 14 && $1 ~ /^[0-9A-F]+$/ { tracking = 1; id = $1; stratum = $3; offset = -$5; freq = $8; delay = $11; disp = $12; leap = $14 }
    $1 ~ /^[#^=]$/ && $2 == "*" { mode = $1; name = $3 }
    END {
      if (!tracking) exit
      synced = leap !~ /^Not/
      source = mode == "#" ? (name ~ /^PHC/ || ptp == "host-ptp" ? ptp : "refclock") : mode != "" ? "ntp" : id == "7F7F0101" ? "local" : ""
      print "source=" source "\nref=" name "\nsync=" synced
      print "leap=" (leap ~ /^Normal/ ? 0 : leap ~ /^Insert/ ? 1 : leap ~ /^Delete/ ? 2 : 3)
      if (stratum > 0) print "stratum=" stratum
      if (synced) printf "offset=%.9f\nrootdelay=%.9f\nrootdisp=%.9f\nfreq=%.3f\n", offset, delay, disp, freq
    }'
}

# `ntpq -c rv`, the same for ntpd and NTPsec, milliseconds: "combined offset of server relative to this host" (ntpq manual), so positive =
# behind, turned round. "frequency" is the correction that the daemon applies to the hardware clock, positive = it is slow: turned round.
read_ntpq() {
  { bounded ntpq -c rv && bounded ntpq -pn; } | awk '
    /^[*o][0-9A-Za-z]/ && NF >= 10 { peer = substr($1, 2); type = $4; next }
    /=/ { count = split($0, part, /,[ \t]*/)
      for (i = 1; i <= count; i++) if ((at = index(part[i], "=")) > 0) value[substr(part[i], 1, at - 1)] = substr(part[i], at + 1) }
    /sync_/ { match($0, /sync_[a-z_]+/); way = substr($0, RSTART + 5, RLENGTH - 5) }
    END {
      if (!("stratum" in value)) exit
      leap = value["leap"] == "00" ? 0 : value["leap"] == "01" ? 1 : value["leap"] == "10" ? 2 : 3
      synced = leap != 3 && value["stratum"] + 0 < 16
      id = value["refid"]
      local = way == "local" || id ~ /^\.?LOCL?(AL)?\.?$/
      source = local ? "local" : way == "ntp" ? "ntp" : way == "unspec" || way == "" ? "" : "refclock"
      print "source=" source "\nref=" (peer != "" ? peer : id) "\nsync=" synced "\nleap=" leap "\nstratum=" value["stratum"]
      if (!synced) exit
      printf "offset=%.9f\nrootdelay=%.9f\n", -value["offset"] / 1000, value["rootdelay"] / 1000
      printf "rootdisp=%.9f\nfreq=%.3f\n", value["rootdisp"] / 1000, -value["frequency"]
    }'
}

# systemd-timesyncd: Offset in `timesync-status` is ((T2 - T1) + (T3 - T4)) / 2 (RFC 4330, 5), positive = the server is ahead: turned round.
# Frequency is adjtimex' correction, positive = this clock is slow: turned round. Stratum and root delay are the server's, so the way to it
# is added. The offset is that of the last packet, before its correction.
read_timesyncd() {
  { bounded timedatectl show -p NTPSynchronized; bounded timedatectl show-timesync; bounded timedatectl timesync-status; } | awk '
    function seconds(text, n, i, part, unit, sum, sign) {
      sign = text ~ /^-/ ? -1 : 1
      n = split(text, part, " ")
      for (i = 1; i <= n; i++) {
        unit = part[i]
        gsub(/[-+0-9.]/, "", unit)
        gsub(/[^0-9.]/, "", part[i])
        sum += part[i] * (unit == "us" ? 1e-6 : unit == "ms" ? 1e-3 : unit == "min" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : 1)
      }
      return sign * sum
    }
    function field(name) { return match($0, "[{ ]" name "=[^, }]*") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) : "" }
    /^NTPSynchronized=/ { synced = $0 ~ /=yes/ }
    /^ServerName=/ { server = substr($0, 12) }
    /^ServerAddress=/ { if (server == "") server = substr($0, 15) }
    /^NTPMessage=/ { leap = field("Leap"); stratum = field("Stratum"); delay = seconds(field("RootDelay")); disp = seconds(field("RootDispersion")) }
    /^ *Offset: / { sub(/^ *Offset: /, ""); offset = -seconds($0); measured = 1 }
    /^ *Delay: / { sub(/^ *Delay: /, ""); way = seconds($0) }
    /^ *Jitter: / { sub(/^ *Jitter: /, ""); jitter = seconds($0) }
    /^ *Frequency: / { freq = $2; sub(/ppm/, "", freq); known = 1 }
    END {
      if (server == "" && leap == "") exit
      print "source=ntp\nref=" server "\nsync=" (synced + 0) "\nleap=" (synced ? leap : 3)
      if (stratum != "") print "stratum=" (stratum + 1)
      if (measured) printf "offset=%.9f\nrootdelay=%.9f\nrootdisp=%.9f\n", offset, delay + way, disp + jitter
      if (known) printf "freq=%.3f\n", -freq
    }'
}

# `ntpctl -s all`: a peer in two lines, the chosen one marked *; its offset is ((T2 - T1) + (T3 - T4)) / 2 (OpenNTPD, client.c), positive =
# the server is ahead: turned round. It tells neither root distance nor frequency.
read_openntpd() {
  bounded ntpctl -s all | awk '
    /clock (un)?synced/ { seen = 1; synced = $0 ~ /clock synced/; if (match($0, /stratum [0-9]+/)) stratum = substr($0, RSTART + 8, RLENGTH - 8) }
    /^ +\*/ && !chosen { chosen = 1; ref = before; offset = $(NF - 2); if (sensors) offset = $(NF - 1) }
    /^sensor/ { sensors = 1 }
    { before = $1 }
    END {
      if (!seen) exit
      print "source=" (!chosen ? "" : sensors && offset == "" ? "refclock" : "ntp") "\nref=" ref "\nsync=" synced "\nleap=" (synced ? 0 : 3)
      if (stratum != "") print "stratum=" stratum
      if (offset ~ /^-?[0-9.]+ms$/) { sub(/ms/, "", offset); printf "offset=%.9f\n", -offset / 1000 }
    }'
}

# Which of them run, the one that is asked first. ntpd may be three programs: ntpq says which, and OpenNTPD does not answer it.
list_daemons() {
  daemons=''
  runs chronyd && daemons=chrony
  if runs ntpd openntpd; then
    kind=ntpd
    if runs openntpd || { have ntpctl && ! have ntpq; }; then kind=openntpd
    else case $(bounded ntpq -c 'rv 0 version') in *ntpsec*) kind=ntpsec ;; esac
    fi
    daemons=${daemons:+$daemons,}$kind
  fi
  runs systemd-timesyn systemd-timesyncd && daemons=${daemons:+$daemons,}systemd-timesyncd
  daemon=${daemons%%,*}
}

# Whether the kernel steps the clock on the samples that the host sends every 5 seconds. Linux: a kernel with the host's PTP clock only
# keeps them (torvalds/linux drivers/hv/hv_util.c); 4.9 and 4.10 without it step on each (unverified); what older ones do depends on backports. FreeBSD
# steps where the difference is over sample_thresh milliseconds, unless that is negative (sys/dev/hyperv/utilities/vmbus_timesync.c).
kernel_samples() {
  if [ "$os" = freebsd ]; then
    threshold=$(sysctl -n hw.hvtimesync.sample_thresh 2>/dev/null)
    case $threshold in
      '') ;;
      -*) echo never ;;
      0) echo every ;;
      *) echo large ;;
    esac
    return
  fi
  for clock in "$sys"/class/ptp/*/clock_name; do
    { read -r name <"$clock"; } 2>/dev/null || continue
    [ "$name" = hyperv ] && echo never && return
  done
  release=$(uname -r)
  major=${release%%.*}
  rest=${release#*.}
  minor=${rest%%[!0-9]*}
  case $major$minor in '' | *[!0-9]*) return ;; esac
  if [ "$major" -gt 4 ] || { [ "$major" -eq 4 ] && [ "$minor" -ge 11 ]; }; then echo never
  elif [ "$major" -eq 4 ] && [ "$minor" -ge 9 ]; then echo every
  fi
}

read_clock() {
  list_daemons
  pair daemon 20 "${daemon:-none}"
  pair daemons 100 "$daemons"
  samples=$(kernel_samples)
  case $daemon in
    chrony) facts=$(read_chrony) ;;
    ntpd | ntpsec) facts=$(read_ntpq) ;;
    systemd-timesyncd) facts=$(read_timesyncd) ;;
    openntpd) facts=$(read_openntpd) ;;
    *)
      # Nobody but the kernel, if even that, keeps the clock.
      facts=source=local
      case $samples in large | every) facts=source=host-service ;; esac
      ;;
  esac
  while IFS='=' read -r name value; do
    case $name in
      source | ref) pair "$name" 300 "$value" ;;
      ?*) number "$name" "$value" ;;
    esac
  done <<END
$facts
END
  pair samples 10 "$samples"
  clocksource=''
  if [ "$os" = freebsd ]; then clocksource=$(sysctl -n kern.timecounter.hardware 2>/dev/null)
  else { read -r clocksource <"$sys/devices/system/clocksource/clocksource0/current_clocksource"; } 2>/dev/null
  fi
  pair clocksource 60 "$clocksource"
  emit hvitals.clock
}

# ----------------------------------------------------------------------------------------------------------------- disks, filesystems

# VMBus class of a synthetic SCSI controller; disks of the IDE controllers hang on VMBus too, but have no GUID that the host would know.
scsi_class=ba6163d9-04a1-4d29-b605-72e2ffb1dc7f

# Where the block device $1 hangs, as sysfs says: .../VMBUS:00/<GUID of the controller>/host0/target0:0:0/0:0:0:<LUN>/block/sda
block_path() { (cd -P "$sys/class/block/$1" 2>/dev/null && pwd -P); }

linux_disks() {
  n=0
  for folder in "$sys"/block/*; do
    name=${folder##*/}
    case $name in loop* | ram* | zram* | dm-* | md* | sr* | fd* | nbd* | zd* | '*') continue ;; esac
    { read -r sectors <"$folder/size"; } 2>/dev/null || continue
    case $sectors in '' | *[!0-9]*) continue ;; esac
    [ "$n" -lt 32 ] || break
    pair dev 60 "$name"
    # sysfs counts sectors of 512 bytes, whatever the disk's own are.
    number bytes "$((sectors * 512))"
    path=$(block_path "$name")
    bus=${path%%/host[0-9]*}
    controller=${bus##*/}
    class=''
    { read -r class <"$bus/class_id"; } 2>/dev/null
    case $path,$controller,$class in
      */host[0-9]*,????????-????-????-????-????????????,"{$scsi_class}" | */host[0-9]*,????????-????-????-????-????????????,)
        pair ctl 40 "$(printf '%s' "$controller" | tr 'A-F' 'a-f')"
        address=${path#*/target}
        address=${address#*/}
        address=${address%%/*}
        number lun "${address##*:}"
        ;;
    esac
    emit "hvitals.disk.$n"
    n=$((n + 1))
  done
}

# camcontrol tells bus and LUN, sysctl the GUID: "classid=... deviceid=..." (freebsd-src sys/dev/hyperv/vmbus/vmbus.c, pnpinfo).
freebsd_disks() {
  n=0
  attached=$(bounded camcontrol devlist -v | awk '
    /^scbus[0-9]+ on / { bus = $3 }
    / lun / { for (i = 1; i <= NF; i++) if ($i == "lun") lun = $(i + 1); names = $NF; gsub(/[()]/, "", names); count = split(names, name, ",")
      for (i = 1; i <= count; i++) print name[i], bus, lun }')
  for name in $(sysctl -n kern.disks 2>/dev/null); do
    case $name in cd* | md* | fd*) continue ;; esac
    [ "$n" -lt 32 ] || break
    size=$(bounded diskinfo "$name" | awk '{ print $3; exit }')
    case $size in '' | *[!0-9]*) continue ;; esac
    pair dev 60 "$name"
    number bytes "$size"
    place=$(printf '%s\n' "$attached" | awk -v disk="$name" '$1 == disk { print $2, $3; exit }')
    bus=${place%% *}
    case $bus in
      storvsc[0-9]*)
        info=$(sysctl -n "dev.storvsc.${bus#storvsc}.%pnpinfo" 2>/dev/null)
        case $info in
          *classid="$scsi_class"*deviceid=*)
            controller=${info##*deviceid=}
            pair ctl 40 "$(printf '%s' "${controller%% *}" | tr 'A-F' 'a-f')"
            number lun "${place##* }"
            ;;
        esac
        ;;
    esac
    emit "hvitals.disk.$n"
    n=$((n + 1))
  done
}

# The disk below the block device $1 into $disk; empty where there are several.
linux_disk_below() {
  disk=''
  below=$1
  while :; do
    path=$(block_path "$below")
    [ -n "$path" ] || return 0
    if [ -f "$path/partition" ]; then
      path=${path%/*}
      disk=${path##*/}
      return 0
    fi
    set -- "$path"/slaves/*
    if [ ! -e "$1" ]; then
      disk=${path##*/}
      return 0
    fi
    [ $# -eq 1 ] || return 0
    below=${1##*/}
  done
}

# /dev/mapper/NAME -> dm-N; other devices are called as they are.
kernel_name() {
  kernel=${1#"/dev/"}
  case $1 in
    /dev/mapper/*)
      for file in "$sys"/class/block/dm-*/dm/name; do
        { read -r name <"$file"; } 2>/dev/null || continue
        [ "$name" = "${1##*/}" ] || continue
        kernel=${file%/dm/name}
        kernel=${kernel##*/}
      done
      ;;
  esac
}

# "total used" in bytes of the filesystem at $1. stat of GNU and busybox gives numbers alone; df is for FreeBSD and the rest.
filesystem_size() {
  if [ "$os" = linux ]; then
    bounded stat -f -c '%S %b %f' "$1" | awk 'NF == 3 { printf "%.0f %.0f\n", $1 * $2, $1 * ($2 - $3); ok = 1 } END { exit !ok }' && return 0
  fi
  bounded df -kP "$1" | awk 'NR > 1 { for (i = NF; i > 4; i--) if ($i ~ /^[0-9]+%$/) { printf "%.0f %.0f\n", $(i - 3) * 1024, $(i - 2) * 1024; exit } }'
}

# The kernel writes blanks, tabs, line ends and backslashes of a mount point as \040, \011, \012, \134 (getmntent(3)).
real_path() {
  case $1 in
    *\\*)
      real=$(printf '%b.' "$(printf '%s' "$1" | sed 's/\\\([0-3][0-7][0-7]\)/\\0\1/g')")
      real=${real%.}
      ;;
    *) real=$1 ;;
  esac
}

# Filesystems on disks: one item for each device, at its first mount point. Network filesystems are not asked: they may hang.
filesystems() {
  n=0
  seen=' '
  while read -r device mount type rest; do
    case $device,$type in
      /dev/loop*,* | *,squashfs | *,iso9660 | *,cd9660 | *,devfs) continue ;;
      /dev/*,* | *,zfs) ;;
      *) continue ;;
    esac
    case $seen in *" $device "*) continue ;; esac
    [ "$n" -lt 32 ] || break
    real_path "$mount"
    sizes=$(filesystem_size "$real")
    case $sizes in [0-9]*' '[0-9]*) ;; *) continue ;; esac
    seen="$seen$device "
    disk=''
    if [ "$os" = freebsd ]; then freebsd_disk_below "$device"
    else
      kernel_name "$device"
      linux_disk_below "$kernel"
    fi
    pair mount 500 "$real"
    real_path "$device"
    pair dev 200 "$real"
    pair type 30 "$type"
    number bytes "${sizes%% *}"
    number used "${sizes##* }"
    pair disk 60 "$disk"
    emit "hvitals.fs.$n"
    n=$((n + 1))
  done
}

# /dev/da0p2 and /dev/da0s1a lie on da0; a label is looked up first.
freebsd_disk_below() {
  case $1 in /dev/*) ;; *) return 0 ;; esac
  disk=${1#/dev/}
  case $disk in */*) disk=$(bounded glabel status -s | awk -v label="$disk" '$1 == label { print $3; exit }') ;; esac
  disk=$(printf '%s' "$disk" | sed -n 's/^\([a-z]*[0-9][0-9]*\)\([ps][0-9].*\)*$/\1/p')
}

read_disks() {
  if [ "$os" = freebsd ]; then
    freebsd_disks
    bounded mount -p | filesystems
    return
  fi
  linux_disks
  [ -r "$proc/self/mounts" ] && filesystems <"$proc/self/mounts"
}

# --------------------------------------------------------------------------------------------------------------------- daemons, host

read_daemons() {
  pair kvp 1 "$(runs hv_kvp_daemon hypervkvpd && echo 1 || echo 0)"
  pair vss 1 "$(runs hv_vss_daemon hypervvssd && echo 1 || echo 0)"
  # Newer kernels' file copy daemon is hv_fcopy_uio_daemon.
  pair fcopy 1 "$(runs hv_fcopy_daemon hypervfcopyd hv_fcopy_uio_da hv_fcopy_uio_daemon && echo 1 || echo 0)"
  modules=''
  if [ "$os" = freebsd ]; then
    modules=$(sysctl -N dev.vmbus.0.%driver dev.hvkvp.0.%driver dev.hvheartbeat.0.%driver dev.hvshutdown.0.%driver \
      dev.hvtimesync.0.%driver dev.hvvss.0.%driver dev.storvsc.0.%driver dev.hn.0.%driver 2>/dev/null |
      awk -F. '{ printf "%s%s", (NR > 1 ? "," : ""), $2 }')
  elif [ -r "$proc/modules" ]; then
    modules=$(awk '$1 ~ /^hv_|hyperv/ { printf "%s%s", (n++ ? "," : ""), $1 }' "$proc/modules")
  fi
  pair modules 500 "$modules"
  pair kernel 200 "$(uname -r)"
  emit hvitals.daemons
}

# PhysicalHostName of pool 3, which only the host fills. Its bytes are spelled by awk, so nothing in them can mean anything here.
read_host() {
  [ -r "$pool_dir/.kvp_pool_3" ] || return 0
  host=$(od -An -v -tx1 "$pool_dir/.kvp_pool_3" | awk "$hex_to_text"'
    { line = (NR - 1) % 160; if (line == 0) { key = value = ""; inKey = inValue = 1 } }
    line < 32 && inKey { for (i = 1; i <= NF && inKey; i++) if ($i == "00") inKey = 0; else key = key spell($i) }
    line >= 32 && inValue && key == "PhysicalHostName" { for (i = 1; i <= NF && inValue; i++) if ($i == "00") inValue = 0; else value = value spell($i) }
    line == 159 && key == "PhysicalHostName" { host = value }
    END { print host }')
  [ -n "$host" ] || return 0
  encoded=$host
  cut_encoded 800
  printf 'hvitals.host\t%s\n' "name=$encoded;"
}

# The guest's time, with a fraction where date knows one.
now() {
  at=$(date +%s.%N)
  case $at in
    *[!0-9.]* | *. | .*) date +%s ;;
    *) printf '%.17s' "$at" ;;
  esac
}

# Seconds since the guest's start.
uptime_seconds() {
  if [ "$os" = freebsd ]; then
    sysctl -n kern.boottime 2>/dev/null | awk -v now="$(date +%s)" '{ for (i = 1; i < NF; i++) if ($i == "sec") { print now - ($(i + 2) + 0); exit } }'
  else
    { read -r up rest <"$proc/uptime"; } 2>/dev/null && printf '%s' "$up"
  fi
}

# The number of this write into $sequence. Kept where a restart of the guest empties it. Where it is damaged, seconds since the start are
# more than the writes that can have been made.
next_sequence() {
  sequence=''
  { read -r sequence <"$run_dir/sequence"; } 2>/dev/null
  case $sequence in
    '') [ -e "$run_dir/sequence" ] && sequence=$(uptime_seconds) && sequence=${sequence%%.*} ;;
    *[!0-9]* | ????????????*) sequence=$(uptime_seconds) && sequence=${sequence%%.*} ;;
  esac
  sequence=$((${sequence:-0} + 1))
}

# All items, one on a line: key, tab, value. The beacon's own item comes last, so that its time is close to the write.
collect() {
  item=''
  list_processes
  read_clock
  read_disks
  read_daemons
  read_host
  number v 1
  pair script 20 "$version"
  pair os 10 "$os"
  number interval "$interval"
  number seq "$sequence"
  number at "$(now)"
  number up "$(uptime_seconds)"
  emit hvitals.beacon
}

# ------------------------------------------------------------------------------------------------------------------------- pool file
# The daemon that hands the pool to the host reads it by name, whenever the host asks. So a new file is built beside it and renamed over it:
# whoever reads sees the old one or the new one, whole. Linux' fcntl locks, which the daemon uses, cannot be had from a shell.

bytes_of() { echo $(($(wc -c <"$1"))); }

# Copies all records of the pool file $1, from record $2 on, that are not ours; found by the first eight bytes of each key.
foreign_records() {
  od -An -v -tx1 "$1" | awk -v from="$2" '
    function flush() { if (length(start)) print start, at - start; start = "" }
    NR % 160 == 1 { at = (NR - 1) / 160; ours = $1 $2 $3 $4 $5 $6 $7 $8 == "68766974616c732e"
      if (ours || at < from) flush(); else if (!length(start)) start = at }
    END { at = NR / 160; flush() }' | while read -r start count; do
    dd if="$1" bs=$record_bytes skip="$start" count="$count" 2>/dev/null || return 1
  done
}

# Items on stdin -> records: key[512], value[2048], padded with NUL, which not every awk can write.
own_records() {
  awk -F "$tab" '
    BEGIN { pad = sprintf("%c", 1); while (length(pad) < 2048) pad = pad pad }
    { printf "%s%s%s%s", $1, substr(pad, 1, 512 - length($1)), $2, substr(pad, 1, 2048 - length($2)) }' | tr '\001' '\000'
}

# cloud-init takes flock on the pool file while it appends; so do we, where the guest has flock(1).
lock_pool() {
  exec 9<"$pool" || return 1
  have flock || return 0
  flock -x -w 5 9 2>/dev/null || flock -x -n 9 2>/dev/null || { say "another program holds the lock on $pool; trying again in $interval s"; return 1; }
}

# A program that had opened the pool file before it was replaced may append to the old one. Its second name shows that: the records beyond
# the size that was copied are carried over.
carry_late_records() {
  for late in "$pool_dir"/.hvitals-beacon.old.*; do
    # shellcheck disable=SC3013
    if [ ! -f "$late" ] || [ "$late" -ef "$pool" ]; then continue; fi
    copied=${late##*.}
    case $copied in '' | *[!0-9]*) continue ;; esac
    late_bytes=$(bytes_of "$late")
    [ "$late_bytes" -gt "$copied" ] && [ $((late_bytes % record_bytes)) -eq 0 ] && foreign_records "$late" $((copied / record_bytes))
  done
  return 0
}

# Replaces our records by the items of the file $1. Returns 1 where the pool is not ours to change, 2 where somebody else was faster.
replace_records() {
  new=$pool_dir/.hvitals-beacon.new
  records=$pool_dir/.hvitals-beacon.records
  current=$pool_dir/.hvitals-beacon.current
  rm -f "$new" "$records" "$current"
  lock_pool || return 1
  ln "$pool" "$current" || return 1
  # A copy with owner and mode, whose content is exchanged below.
  cp -p "$current" "$new" || return 1
  size=$(bytes_of "$new")
  if [ $((size % record_bytes)) -ne 0 ]; then
    say "$pool has $size bytes, which is no multiple of $record_bytes: left alone. Another program has damaged it, or this kernel is older than 2013."
    return 1
  fi
  { foreign_records "$new" 0 && carry_late_records && own_records <"$1"; } >"$records" || return 1
  built=$(bytes_of "$records")
  if ! cat "$records" >"$new" || [ $((built % record_bytes)) -ne 0 ] || [ "$(bytes_of "$new")" -ne "$built" ]; then
    say "could not write $new: is the disk full?"
    return 1
  fi
  old=$pool_dir/.hvitals-beacon.old.$$.$size
  mv -f "$current" "$old" || return 1
  # Every sh of Linux and FreeBSD has -ef built in: nothing runs between this look and the rename.
  # shellcheck disable=SC3013
  if ! [ "$pool" -ef "$old" ]; then
    rm -f "$old"
    return 2
  fi
  mv -f "$new" "$pool" || return 1
  for late in "$pool_dir"/.hvitals-beacon.old.*; do
    [ "$late" = "$old" ] || rm -f "$late"
  done
}

# Items of the file $1 into the pool; a few tries where others write at the same time.
write_pool() {
  if [ ! -d "$pool_dir" ]; then
    say "there is no $pool_dir: install and start the KVP daemon (hyperv-daemons, linux-cloud-tools or hypervkvpd; FreeBSD has it in its base)."
    return 1
  fi
  if [ ! -e "$pool" ]; then
    umask 022
    : >>"$pool" || return 1
  fi
  umask 077
  tries=0
  result=2
  while [ "$result" -eq 2 ] && [ "$tries" -lt 10 ]; do
    tries=$((tries + 1))
    result=0
    replace_records "$1" || result=$?
    exec 9<&-
  done
  rm -f "$pool_dir/.hvitals-beacon.new" "$pool_dir/.hvitals-beacon.records" "$pool_dir/.hvitals-beacon.current"
  [ "$result" -ne 2 ] || say "others keep changing $pool; trying again in $interval s"
  return "$result"
}

# One run at a time: two would build the same file. The lock goes with the process that holds it. Without flock(1) the holder is known by
# its process id and its command, so that a killed one holds nobody up.
lock_run() {
  mkdir -p "$run_dir" || return 1
  if have flock; then
    exec 8>"$run_dir/lock" || return 1
    flock -x -n 8 2>/dev/null && return 0
    say 'another run has not ended yet'
    return 1
  fi
  holder=''
  { read -r holder <"$run_dir/lock"; } 2>/dev/null
  case $(ps -o args= -p "${holder:-0}" 2>/dev/null) in
    *hvitals-beacon*)
      [ "$holder" = $$ ] || { say "process $holder has not ended yet"; return 1; }
      ;;
  esac
  echo $$ >"$run_dir/lock"
}
unlock_run() { if have flock; then exec 8>&-; else rm -f "$run_dir/lock"; fi; }

run_once() {
  lock_run || return 1
  next_sequence
  result=1
  if echo "$sequence" >"$run_dir/sequence.new" && mv -f "$run_dir/sequence.new" "$run_dir/sequence"; then
    collect >"$run_dir/items"
    write_pool "$run_dir/items"
    result=$?
  fi
  unlock_run
  return "$result"
}

# --------------------------------------------------------------------------------------------------------------- install, uninstall

units=${HVITALS_SYSTEMD_DIR:-/etc/systemd/system}
cron_file=${HVITALS_CRON_DIR:-/etc/cron.d}/hvitals-beacon
target=$sbin/hvitals-beacon.sh
cron_line="$target run; sleep $interval; $target run"

install_systemd() {
  cat >"$units/hvitals-beacon.service" <<END
[Unit]
Description=hvitals beacon: tell the Hyper-V host about this guest's clock and disks

[Service]
Type=oneshot
ExecStart=$target run
TimeoutStartSec=25
Nice=10
LogLevelMax=notice
NoNewPrivileges=yes
END
  cat >"$units/hvitals-beacon.timer" <<END
[Unit]
Description=hvitals beacon every $interval seconds

[Timer]
OnActiveSec=1s
OnUnitActiveSec=${interval}s
AccuracySec=1s

[Install]
WantedBy=timers.target
END
  systemctl daemon-reload && systemctl enable --now hvitals-beacon.timer
}

install_cron() {
  if [ -d "${cron_file%/*}" ]; then
    printf '# hvitals beacon, twice a minute\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n* * * * * root %s >/dev/null 2>&1\n' "$cron_line" >"$cron_file" &&
      chmod 644 "$cron_file"
  elif have crontab; then
    { crontab -l 2>/dev/null | grep -v 'hvitals-beacon'; echo "* * * * * $cron_line >/dev/null 2>&1"; } | crontab -
  else
    say 'this guest has neither systemd nor cron: start "hvitals-beacon.sh run" every 30 seconds yourself.'
    return 1
  fi
}

install_beacon() {
  if ! grep -q '^record_bytes=' "$0" 2>/dev/null; then
    say 'save this script to a file first, then run: sh hvitals-beacon.sh install'
    return 1
  fi
  mkdir -p "$sbin" || return 1
  # Beside the place and renamed: a run of an older version reads its file to the end.
  cp "$0" "$target.new" && chmod 755 "$target.new" && mv -f "$target.new" "$target" || return 1
  if [ "$os" = linux ] && [ -d "${HVITALS_SYSTEMD_RUN:-/run/systemd/system}" ] && have systemctl; then install_systemd; else install_cron; fi || return 1
  "$target" run && echo "Installed $target; it writes every $interval seconds."
}

uninstall_beacon() {
  if [ -e "$units/hvitals-beacon.timer" ]; then
    systemctl disable --now hvitals-beacon.timer
    rm -f "$units/hvitals-beacon.timer" "$units/hvitals-beacon.service"
    systemctl daemon-reload
  fi
  rm -f "$cron_file" "$target"
  if have crontab && crontab -l 2>/dev/null | grep -q 'hvitals-beacon'; then crontab -l | grep -v 'hvitals-beacon' | crontab -; fi
  result=0
  if [ -e "$pool" ]; then
    lock_run || return 1
    : >"$run_dir/items"
    write_pool "$run_dir/items" || result=1
  fi
  # The counter stays until the next start of the guest, so that it does not go back where the beacon is installed again.
  rm -f "$pool_dir"/.hvitals-beacon.old.* "$run_dir/items" "$run_dir/lock"
  if [ "$result" -eq 0 ]; then echo 'Removed the beacon, its timer and its keys.'; fi
  return "$result"
}

help() {
  cat <<END
hvitals-beacon $version: tells the Hyper-V host about this guest's clock, disks, filesystems and integration daemons.

  install     copies this file to $target and runs it every $interval seconds (systemd timer, else cron)
  uninstall   removes all of that, and its keys from $pool
  run         writes once
  --print     shows what would be written, and writes nothing
  --version   --help
END
}

case ${1:---help} in
  install) install_beacon ;;
  uninstall) uninstall_beacon ;;
  run) run_once ;;
  --print) next_sequence && collect ;;
  --version) echo "$version" ;;
  --help | -h) help ;;
  *)
    help >&2
    exit 2
    ;;
esac
