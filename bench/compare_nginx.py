#!/usr/bin/env python3
"""Holdfast and nginx side by side on one machine: the same files, the same client, alternating rounds.

  bench/compare_nginx.py [--rounds 5] [--seconds 6] [--only get-4k,put-4k] [--folder DIR] [--out docs/performance-nginx.md]

Needs Debian's nginx and wrk, curl, and python3. Both servers listen on loopback. What is compared is written beside the figures, because it is
not the same contract: Holdfast signs in every request, verifies every block it reads, hashes and syncs what it writes and commits it to its catalog;
nginx does none of these. A cell with an error in it is void.
"""
import argparse, hashlib, http.client, json, os, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KIB, MIB = 1024, 1024 * 1024
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, path="/healthz", seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        try:
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            c.request("GET", path)
            c.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answers on port {port}")


def processes(pid):
    """The process and all below it."""
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        try:
            with open(f"/proc/{one}/task/{one}/children") as f:
                queue += [int(x) for x in f.read().split()]
        except OSError:
            pass
    return found


def cpu_seconds(pid):
    total = 0
    for one in processes(pid):
        try:
            with open(f"/proc/{one}/stat") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICK


def peak_mib(pid):
    total = 0
    for one in processes(pid):
        try:
            with open(f"/proc/{one}/status") as f:
                total += sum(int(l.split()[1]) for l in f if l.startswith("VmHWM"))
        except OSError:
            pass
    return total / 1024


class Nginx:
    name = "nginx"

    def __init__(self, folder):
        self.folder = os.path.join(folder, "nginx")
        self.data = os.path.join(self.folder, "data")
        os.makedirs(self.data)
        os.makedirs(os.path.join(self.folder, "body"))
        self.port = free_port()
        conf = os.path.join(self.folder, "nginx.conf")
        with open(conf, "w") as f:
            f.write(f"""worker_processes 1; daemon off; error_log {self.folder}/error.log; pid {self.folder}/pid;
user root;
events {{ worker_connections 256; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; client_max_body_size 0; client_body_temp_path {self.folder}/body;
  server {{ listen 127.0.0.1:{self.port}; root {self.data}; location / {{ dav_methods PUT DELETE; create_full_put_path on; }} location = /healthz {{ return 200; }} }} }}
""")
        self.process = subprocess.Popen(["nginx", "-c", conf, "-p", self.folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port)

    headers = []
    contract_get = "no sign-in, no verification (sendfile)"
    contract_put = "no sync, no hash, no catalog"

    def url(self, key):
        return f"http://127.0.0.1:{self.port}/{key}"


class Holdfast:
    name = "holdfast"

    def __init__(self, folder, program):
        self.folder = os.path.join(folder, "holdfast")
        os.makedirs(self.folder)
        self.port = free_port()
        env = dict(os.environ, STORAGE_DIR=self.folder, ADMIN_EMAIL="bench@localhost", ADMIN_PASSWORD="bench-only-" + os.urandom(6).hex(), LOG_LEVEL="warning", MAX_UPLOAD_SIZE_MB="0")
        self.process = subprocess.Popen(["dotnet", program, "serve", "--urls", f"http://127.0.0.1:{self.port}"], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        wait_for(self.port)
        c = http.client.HTTPConnection("127.0.0.1", self.port)
        c.request("POST", "/api/auth/login", json.dumps({"email": env["ADMIN_EMAIL"], "password": env["ADMIN_PASSWORD"]}), {"Content-Type": "application/json"})
        self.token = json.loads(c.getresponse().read())["access_token"]
        self.headers = [f"Authorization: Bearer {self.token}"]

    contract_get = "sign-in, catalog look-up, CRC32C of every block before it is sent"
    contract_put = "SHA-256 and CRC32C, fsync of file and folder, durable catalog commit"

    def url(self, key):
        return f"http://127.0.0.1:{self.port}/api/files/{key}"


def curl(server, *arguments, check=True):
    command = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}"]
    for h in server.headers:
        command += ["-H", h]
    code = subprocess.run(command + list(arguments), capture_output=True, text=True).stdout
    if check and not code.startswith("2"):
        sys.exit(f"{server.name}: {arguments[-1]} answered {code}")


def wrk(server, script, url, connections, seconds):
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s"]
    for h in server.headers:
        command += ["-H", h]
    if script:
        command += ["-s", script]
    out = subprocess.run(command + [url], capture_output=True, text=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"{server.name}: errors, the cell is void:\n{out}")
    requests = int(next(l for l in out.splitlines() if "requests in" in l).split()[0])
    rate = float(next(l for l in out.splitlines() if l.startswith("Requests/sec")).split()[1])
    return requests, rate


class Cell:
    def __init__(self, key, title, target):
        self.key, self.title, self.target = key, title, target


class Get(Cell):
    def __init__(self, size, connections, target):
        label = f"{size // MIB} MiB" if size >= MIB else f"{size // KIB} KiB"
        super().__init__(f"get-{label.replace(' ', '').lower()[:-2]}", f"GET {label}, {connections} connections", target)
        self.size, self.connections, self.kind = size, connections, "get"

    def prepare(self, server, folder):
        path = os.path.join(folder, f"file-{self.size}")
        if not os.path.exists(path):
            with open(path, "wb") as f:
                f.write(os.urandom(self.size))
        curl(server, "-T", path, server.url(f"get-{self.size}.bin"))
        c = subprocess.run(["curl", "-sS"] + sum([["-H", h] for h in server.headers], []) + [server.url(f"get-{self.size}.bin")], capture_output=True).stdout
        if hashlib.sha256(c).digest() != hashlib.sha256(open(path, "rb").read()).digest():
            sys.exit(f"{server.name}: other bytes came back")

    def run(self, server, folder, seconds, nonce):
        before = cpu_seconds(server.process.pid)
        requests, rate = wrk(server, None, server.url(f"get-{self.size}.bin"), self.connections, seconds)
        return rate, requests, cpu_seconds(server.process.pid) - before, requests * self.size


class PutSmall(Cell):
    kind = "put"

    def __init__(self, size, connections, target):
        super().__init__("put-4k", f"PUT {size // KIB} KiB, {connections} connections", target)
        self.size, self.connections = size, connections

    def prepare(self, server, folder):
        pass

    def run(self, server, folder, seconds, nonce):
        script = os.path.join(folder, f"put-{server.name}.lua")
        prefix = server.url(f"put/{nonce}/").split(f":{server.port}", 1)[1]
        with open(script, "w") as f:
            f.write(f'local n = 0\nlocal body = string.rep("holdfast", {self.size // 8})\nrequest = function()\n  n = n + 1\n  return wrk.format("PUT", "{prefix}" .. (n % 64) .. "/" .. n, nil, body)\nend\n')
        before = cpu_seconds(server.process.pid)
        requests, rate = wrk(server, script, server.url(""), self.connections, seconds)
        return rate, requests, cpu_seconds(server.process.pid) - before, requests * self.size


class PutLarge(Cell):
    kind = "put"

    def __init__(self, size, count, target):
        super().__init__("put-64m", f"PUT {size // MIB} MiB, one after the other", target)
        self.size, self.count = size, count

    def prepare(self, server, folder):
        path = os.path.join(folder, f"file-{self.size}")
        if not os.path.exists(path):
            with open(path, "wb") as f:
                f.write(os.urandom(self.size))

    def run(self, server, folder, seconds, nonce):
        os.sync()
        before, began = cpu_seconds(server.process.pid), time.time()
        for i in range(self.count):
            curl(server, "-T", os.path.join(folder, f"file-{self.size}"), "-H", "Expect:", server.url(f"large/{nonce}-{i % 3}"))
        took = time.time() - began
        return self.count / took, self.count, cpu_seconds(server.process.pid) - before, self.count * self.size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--warm", type=int, default=12, help="seconds before the first round of each cell, for the runtime to compile what is hot")
    parser.add_argument("--only", default="")
    parser.add_argument("--folder", default=None)
    parser.add_argument("--program", default=None, help="holdfast.dll; published from this checkout when absent")
    parser.add_argument("--out", default=None)
    options = parser.parse_args()
    for tool in ("nginx", "wrk", "curl"):
        if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin"):
            sys.exit(f"{tool} is missing (Debian: apt-get install nginx-light wrk curl)")
    os.environ["PATH"] += ":/usr/sbin"
    folder = tempfile.mkdtemp(prefix="holdfast-compare-", dir=options.folder)
    program = options.program
    if not program:
        program = os.path.join(folder, "program", "holdfast.dll")
        subprocess.run(["dotnet", "publish", os.path.join(ROOT, "src/Holdfast.Cli"), "-c", "Release", "-o", os.path.dirname(program), "-v", "quiet", "--nologo"], check=True)
    cells = [Get(4 * KIB, 16, 0.5), Get(MIB, 8, 0.8), Get(64 * MIB, 4, 0.9), PutSmall(4 * KIB, 16, 0.5), PutLarge(64 * MIB, 10, 0.7)]
    if options.only:
        cells = [c for c in cells if c.key in options.only.split(",")]
    servers = []
    try:
        ours, theirs = Holdfast(folder, os.path.abspath(program)), Nginx(folder)
        servers = [ours, theirs]
        lines = ["| work | ratio (median, min to max) | target | holdfast/s | nginx/s | CPU-s per GiB, ours / nginx | CPU-s per 1,000 requests, ours / nginx |", "|---|---|---|---|---|---|---|"]
        for cell in cells:
            for server in servers:
                cell.prepare(server, folder)
                cell.run(server, folder, options.warm if server is ours else 2, "warm-" + server.name)
            ratios, figures = [], {ours.name: [], theirs.name: []}
            for round_number in range(options.rounds):
                result = {}
                for server in servers if round_number % 2 == 0 else servers[::-1]:
                    result[server.name] = cell.run(server, folder, options.seconds, f"r{round_number}")
                    figures[server.name].append(result[server.name])
                ratios.append(result[ours.name][0] / result[theirs.name][0])
                print(f"{cell.title}: round {round_number + 1}: {ratios[-1]:.2f}", file=sys.stderr)
            rate = {n: statistics.median(f[0] for f in fs) for n, fs in figures.items()}
            gib = {n: sum(f[2] for f in fs) / (sum(f[3] for f in fs) / 2**30) for n, fs in figures.items()}
            thousand = {n: sum(f[2] for f in fs) / (sum(f[1] for f in fs) / 1000) for n, fs in figures.items()}
            lines.append(f"| {cell.title} | **{statistics.median(ratios):.2f}** ({min(ratios):.2f} to {max(ratios):.2f}) | {cell.target} | {rate['holdfast']:.0f} | {rate['nginx']:.0f} | {gib['holdfast']:.2f} / {gib['nginx']:.2f} | {thousand['holdfast']:.2f} / {thousand['nginx']:.2f} |")
        lines += ["", f"Contracts: GET, ours: {ours.contract_get}; nginx: {theirs.contract_get}. PUT, ours: {ours.contract_put}; nginx: {theirs.contract_put}.",
                  f"Peak memory over the whole run: ours {peak_mib(ours.process.pid):.0f} MiB, nginx {peak_mib(theirs.process.pid):.0f} MiB. {options.rounds} rounds, alternating; {os.cpu_count()} processors shared with the client."]
        print("\n".join(lines))
        if options.out:
            with open(options.out, "w") as f:
                f.write("\n".join(lines) + "\n")
    finally:
        for server in servers:
            server.process.send_signal(signal.SIGTERM)
            try:
                server.process.wait(20)
            except subprocess.TimeoutExpired:
                server.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
