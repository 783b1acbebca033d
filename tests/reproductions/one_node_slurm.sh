#!/bin/bash
# A Slurm of one node, from Debian's packages, in an overlay of this machine's root. Nothing is written outside
# of SCRATCH, and everything ends when standard input closes: all of it lives in one PID namespace, whose first
# process this script is. Called as: unshare --mount --pid --fork --kill-child bash one_node_slurm.sh SCRATCH
set -euo pipefail
scratch=$1
mount --make-rprivate /
mkdir -p "$scratch"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
cd "$scratch/root"
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs tmpfs dev/shm

cat > usr/sbin/policy-rc.d <<< $'#!/bin/sh\nexit 101'  # the packages must not start services of their own
chmod +x usr/sbin/policy-rc.d
chroot . env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    slurmctld slurmd slurm-client munge > apt.log 2>&1 || { tail -3 apt.log; echo "no packages"; exit 3; }

read -r control daemon < <(python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(2)]
for each in held:
    each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in held))
PY
)
name=$(hostname -s)
mkdir -p etc/slurm var/spool/slurmctld var/spool/slurmd run/munge
chroot . chown munge:munge /run/munge
cat > etc/slurm/slurm.conf <<CONF
ClusterName=one
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=$control
SlurmdPort=$daemon
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthInfo=cred_expire=5
SlurmUser=root
StateSaveLocation=/var/spool/slurmctld
SlurmdSpoolDir=/var/spool/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
KillWait=10
MinJobAge=60
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=5
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmctldLogFile=/var/log/slurmctld.log
SlurmdLogFile=/var/log/slurmd.log
NodeName=$name NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=one Nodes=$name Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=$name MaxTime=INFINITE State=UP PriorityTier=2
CONF
echo "CgroupPlugin=cgroup/v1" > etc/slurm/cgroup.conf
chroot . setpriv --reuid munge --regid munge --clear-groups munged
chroot . slurmctld
chroot . slurmd
for _ in $(seq 300); do
    chroot . sinfo --noheader --format=%T 2> /dev/null | grep -q idle && break
    sleep 0.1
done
chroot . sinfo --noheader --format="%P %T %N"
chroot . sinfo --noheader --format=%T | grep -q idle && echo ready
cat > /dev/null || true  # until standard input closes
