// Places for lengths of many sizes: by their logarithms.

/// Places numbers between the smallest and the largest of them by their logarithms.
package struct LogScale: Sendable {
  /// The largest number.
  package let high: Double
  private let decades: Double

  /// Never more than twelve decades: what is smaller is nothing to see.
  package init(_ values: some Sequence<Double>) {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    high = positive.max() ?? 1
    let low = positive.min() ?? 1
    decades = min(12, max(1, ((logarithm(high) - logarithm(low)) / logarithm(10)).rounded(.up)))
  }

  /// From 0 to 1; at least a little above 0 for what is not nothing.
  package func place(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    guard value.isFinite else { return 1 }
    return max(0.01, 1 + (logarithm(value) - logarithm(high)) / logarithm(10) / (decades + 0.5))
  }

  /// The number at the low end.
  package var low: Double { (0..<Int(decades)).reduce(high) { number, _ in number / 10 } }

  /// `a bar is 3 decades`.
  package var described: String { "logarithmic, a whole bar is \(Int(decades)) decade\(decades == 1 ? "" : "s")" }
}
