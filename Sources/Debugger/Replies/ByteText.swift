// Amounts of memory as people read them.

enum ByteText {
  private static let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]

  /// `100 bytes`, `513 MiB`: three digits, in the largest unit of which there is one.
  static func text(_ count: Int) -> String {
    var (value, place) = (Double(count), 0)
    while value >= 1024, place < units.count - 1 { (value, place) = (value / 1024, place + 1) }
    return "\(place == 0 ? String(count) : ValueText.significant(value, digits: 3)) \(units[place])"
  }
}
