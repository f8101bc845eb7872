// `--set H=64`: dimensions and constants from the command line.

import ArgumentParser
import Equations

enum Setting {
  /// - Throws: `ValidationError`, a usage error, for what is no setting.
  static func validate(_ settings: [String]) throws {
    for setting in settings where parse(setting) == nil {
      throw ValidationError("--set needs NAME=NUMBER, not '\(setting)'")
    }
  }

  /// The numbers by name; of two settings of one name the later wins.
  static func numbers(_ settings: [String]) -> [String: Double] {
    Dictionary(settings.compactMap(parse)) { _, later in later }
  }

  private static func parse(_ setting: String) -> (String, Double)? {
    let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.count == 2, !parts[0].isEmpty, let number = Double(parts[1]), number.isFinite else { return nil }
    return (Symbols.typedName(parts[0]), number)
  }
}
