// What has a part for each member of a family: stacks, and sums, means and extremes.

extension ExpressionChecker {
  /// The parts of a stack, `h[m] for m in 1..M` in one for each member; nil if the members cannot be known.
  mutating func spread(_ parts: [Syntax]) -> [Syntax]? {
    var result: [Syntax] = []
    for part in parts {
      guard case .each(let each, let family) = part.kind else {
        result.append(part)
        continue
      }
      guard let members = members(each, family) else { return nil }
      guard !members.isEmpty else { return nobody(in: family, wanted: "a part for the stack") }
      result += members
    }
    return result
  }

  /// An expression for each member of a family; nil if they cannot be known, which is told.
  private mutating func members(_ each: Syntax, _ family: Family) -> [Syntax]? {
    do throws(Unknowable) {
      let members = try context.scope.members(family)
      let isTaken = Names.reserved(family.variable) != nil || context.names.indexCount(family.variable) != nil
      guard !isTaken, context.scope.value(of: family.variable) == nil else {
        throw Unknowable(.reservedName(family.variable, meaning: "a name of the sheet"), at: family.range)
      }
      spreadParts += members.count
      guard spreadParts <= Limits.familyMembers else {
        throw Unknowable(
          .rangeTooLong(family.bounds, count: spreadParts, limit: Limits.familyMembers), at: family.range)
      }
      return members.map { each.substituting([family.variable: $0]) }
    } catch {
      _ = fail(error)
      return nil
    }
  }

  private mutating func nobody<Result>(in family: Family, wanted: String) -> Result? {
    _ = fail(.expected(wanted, found: "none in \(family.bounds)", hint: ""), family.range)
    return nil
  }

  /// `sum(h[m] for m in 1..M)`: the members joined by a sign, entry by entry.
  ///
  /// Neighbours are joined first, then what they give, so that of many members the tree stays low.
  mutating func joined(_ joint: FamilyJoint, _ each: Syntax, _ family: Family, _ whole: Syntax) -> Expression? {
    guard var parts = members(each, family) else { return nil }
    guard !parts.isEmpty else {
      guard joint.isZeroOfNobody else { return nobody(in: family, wanted: "a member") }
      return Expression(.number(0), shape: .scalar, range: whole.range)
    }
    let count = parts.count
    guard var values = checkAll(parts) else { return nil }
    while values.count > 1 {
      var (next, spelled): ([Expression], [Syntax]) = ([], [])
      for place in stride(from: 0, to: values.count - 1, by: 2) {
        guard
          let value = build(joint.primitive, Array(values[place...place + 1]), Array(parts[place...place + 1]), whole)
        else { return nil }
        next.append(value)
        spelled.append(parts[place])
      }
      if values.count % 2 == 1, let value = values.last, let part = parts.last {
        next.append(value)
        spelled.append(part)
      }
      (values, parts) = (next, spelled)
    }
    guard joint.isMean, let sum = values.first else { return values.first }
    let divisor = Expression(.number(Double(count)), shape: .scalar, range: whole.range)
    return build(.divide, [sum, divisor], [each, whole], whole)
  }
}

/// What joins the members of a family to one value: `sum`, `mean`, `max` and `min` of it.
struct FamilyJoint {
  var primitive: Primitive
  var isMean: Bool

  /// Nil for a function that does not join.
  init?(_ function: Function) {
    let signs: [Primitive: Primitive] = [.sum: .add, .mean: .add, .maximum: .larger, .minimum: .smaller]
    guard let first = function.primitives.first, let sign = signs[first] else { return nil }
    (primitive, isMean) = (sign, first == .mean)
  }

  /// The sum of nobody is 0; nothing else of nobody is a number.
  var isZeroOfNobody: Bool { primitive == .add && !isMean }
}

extension Family {
  /// `1..M`, as written.
  var bounds: String { "\(lower.spelled)..\(upper.spelled)" }
}
