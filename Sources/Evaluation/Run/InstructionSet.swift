// What this processor can do.

internal import Glibc

/// The instruction sets that the kernels were compiled for.
package enum InstructionSet: String, Sendable {
  case baseline, avx2, avx512

  /// The best one that every core of this machine has, from the flags in `/proc/cpuinfo`.
  package static let ofThisMachine: InstructionSet = {
    let flags = cpuFlags()
    let avx512: Set<String> = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx2", "fma"]
    if flags.isSuperset(of: avx512) { return .avx512 }
    return flags.isSuperset(of: ["avx2", "fma"]) ? .avx2 : .baseline
  }()

  private static func cpuFlags() -> Set<String> {
    guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 16384)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("flags") else { continue }
      return Set(text.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == ":" }.map(String.init))
    }
    return []
  }
}
