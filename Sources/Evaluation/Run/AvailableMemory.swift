// How much memory this process may still take: of what the machine has free, what its limits allow, what its group may use.

internal import Glibc

/// Memory that can be had now.
package enum AvailableMemory {
  /// Bytes that an allocation may count on; a tenth, and what the program's smaller parts take, stays out of it.
  ///
  /// Beyond a limit of the process (`ulimit -v`) an allocation fails, which ends a Swift program; beyond what is free the
  /// system ends it.
  package static var bytes: Int {
    let bounds = [machine, group, addresses].compactMap { $0 }
    let least = bounds.min() ?? 1 << 32
    return max(0, least / 10 * 9 - 1 << 25)
  }

  /// What the machine has free, caches that it would give up counted.
  private static var machine: Int? {
    if let kibibytes = number(after: "MemAvailable:", in: "/proc/meminfo") { return kibibytes * 1024 }
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: size)
    return overflow || bytes <= 0 ? nil : bytes
  }

  /// What the control group of a container leaves; nil where there is none or it has no limit.
  private static var group: Int? {
    let folder = "/sys/fs/cgroup"
    guard let limit = Int(text("\(folder)/memory.max").trimmed),
      let used = Int(text("\(folder)/memory.current").trimmed)
    else { return nil }
    // Cached files count as used, and are given up before the limit is.
    let cached = number(after: "inactive_file", in: "\(folder)/memory.stat") ?? 0
    return max(0, limit - max(0, used - cached))
  }

  /// What the limit of the address space leaves; nil where there is none.
  private static var addresses: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, let bytes = Int(exactly: limit.rlim_cur)
    else { return nil }
    let used = number(after: "VmSize:", in: "/proc/self/status") ?? 0
    return max(0, bytes - used * 1024)
  }

  /// The number behind a word that begins a line.
  private static func number(after word: String, in path: String) -> Int? {
    let line = text(path).split(separator: "\n").first { $0.hasPrefix(word) }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
  }

  /// The beginning of a small file of the system; empty where it cannot be read.
  private static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmed: Substring { self[...].prefix { !$0.isWhitespace } }
}
