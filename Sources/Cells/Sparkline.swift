// A row of bars for a few numbers.

/// Values as bars on a scale from low to high.
package struct Sparkline: Hashable, Sendable {
  package let low: Float
  package let high: Float
  package let glyphs: GlyphSet

  package init(from low: Float, to high: Float, glyphs: GlyphSet) {
    self.low = low
    self.high = high
    self.glyphs = glyphs
  }

  /// A scale from the least to the greatest finite value.
  package init(spanning values: some Sequence<Float>, glyphs: GlyphSet) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    self.init(from: low <= high ? low : 0, to: low <= high ? high : 0, glyphs: glyphs)
  }

  /// The bar of one value; the lowest bar where the scale has no width, own glyphs for NaN and ±∞.
  package func bar(_ value: Float) -> Character {
    if value.isNaN { return glyphs.notANumber }
    if value.isInfinite { return value > 0 ? glyphs.positiveInfinity : glyphs.negativeInfinity }
    let bars = glyphs.bars
    let width = high / 2 - low / 2
    guard width > 0, width.isFinite else { return bars[0] }
    let part = min(max((value / 2 - low / 2) / width, 0), 1)
    return bars[min(Int(part * Float(bars.count)), bars.count - 1)]
  }

  /// A bar for each value; if there are more than `width` columns, each bar shows the value farthest from zero.
  package func text(_ values: some RandomAccessCollection<Float>, width: Int = .max) -> String {
    let bins = HeatMap.bins(of: values.count, into: width)
    return String(
      bins.map { bin in
        var pooled = PooledValues()
        for offset in bin { pooled.add(values[values.index(values.startIndex, offsetBy: offset)]) }
        return bar(pooled.value(.extreme))
      })
  }
}
