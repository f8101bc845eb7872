// The name that somebody probably meant.

/// The candidate closest to `name`, if it is close enough to be a slip of the fingers.
///
/// Distance counts insertions, deletions, replacements and swaps of neighbours; a third of the longer name may differ.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != name {
    let letters = Array(candidate.lowercased())
    let longer = max(wanted.count, letters.count)
    let limit = max(1, longer / 3)
    guard abs(wanted.count - letters.count) <= limit else { continue }
    let distance = editDistance(wanted, letters, limit: limit)
    guard distance <= limit, distance < longer else { continue }
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Suggestions for one text, however full of mistakes: each name is looked for once, and no more names than are read.
final class Suggestions {
  private var left = 30
  private var known: [String: String?] = [:]

  /// The nearest name; a `kind` of candidates has its own answers.
  func nearest(to name: String, kind: String = "", among candidates: () -> [String]) -> String? {
    if let answer = known[kind + name] { return answer }
    guard left > 0 else { return nil }
    left -= 1
    let answer = nearestName(to: name, among: candidates())
    known[kind + name] = answer
    return answer
  }
}

/// The distance, or any number above `limit` if it is more than that.
private func editDistance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
  guard a.count <= 64, b.count <= 64 else { return .max }
  var (before, last) = ([Int](), Array(0...b.count))
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      row.append(cost)
    }
    if row.allSatisfy({ $0 > limit }) && last.allSatisfy({ $0 > limit }) { return .max }
    (before, last) = (last, row)
  }
  return last[b.count]
}
