// Stable order by value: a merge sort of indices. NaN counts as greater than every number.

extension Routines {
  /// The scratch indices that `sort` and `topK` need.
  package static func sortScratchCount(count n: Int) -> Int { 2 * n }

  /// The order of `n` elements: `indices[0]` is that of the least element, or of the greatest if `descending`; equals
  /// keep their order.
  /// - `values`: Room for the sorted elements, or `nil`; not `x` itself.
  /// - `indices`: Room for `n` indices.
  /// - `scratch`: Room for `sortScratchCount(count:)` indices.
  package static func sort(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, descending: Bool, values: UnsafeMutablePointer<Real>?,
    indices: UnsafeMutablePointer<Int>, scratch: UnsafeMutablePointer<Int>
  ) {
    topK(
      x, count: n, stride: stride, k: n, descending: descending, values: values, indices: indices, scratch: scratch)
  }

  /// The first `min(k, n)` of the elements in their order, as `sort` would give them.
  package static func topK(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, k: Int, descending: Bool = true,
    values: UnsafeMutablePointer<Real>?, indices: UnsafeMutablePointer<Int>, scratch: UnsafeMutablePointer<Int>
  ) {
    var source = scratch
    var target = scratch + n
    for i in 0..<n { source[i] = i }
    var width = 1
    while width < n {
      var start = 0
      while start < n {
        let middle = min(start + width, n)
        let end = min(start + 2 * width, n)
        var (left, right, out) = (start, middle, start)
        while out < end {
          let takesRight =
            left == middle
            || (right < end
              && precedes(x[source[right] &* stride], x[source[left] &* stride], descending: descending))
          if takesRight {
            target[out] = source[right]
            right += 1
          } else {
            target[out] = source[left]
            left += 1
          }
          out += 1
        }
        start = end
      }
      swap(&source, &target)
      width *= 2
    }
    for i in 0..<max(0, min(k, n)) {
      indices[i] = source[i]
      if let values { values[i] = x[source[i] &* stride] }
    }
  }
}

/// Whether `a` stands strictly before `b`.
@inline(always)
private func precedes(_ a: Real, _ b: Real, descending: Bool) -> Bool {
  let (low, high) = descending ? (b, a) : (a, b)
  return low < high || (high != high && low == low)
}
