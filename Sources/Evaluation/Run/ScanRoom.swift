// The memory that a scan works in beside its frames: what lies where, and so how much it is before there is any.

internal import Equations

/// Where things lie in the room of a scan, in numbers from its start; every part begins on a cache line.
///
/// Scratch comes first.
struct ScanRoom {
  let hoisted: Int
  let products: Int
  let zeros: Int
  let zeroCount: Int
  let grown: Int
  let count: Int

  /// - `stepsAtOnce`: for how many steps the segments run by turns.
  init<Number: Scalar>(_ scan: ScanPlan, _ model: Model, _ arithmetic: Arithmetic<Number>, stepsAtOnce: Int) {
    func rounded(_ count: Int) -> Int { (count + 31) / 16 * 16 }
    hoisted = rounded(scan.scratchCount)
    products = hoisted + rounded(scan.hoistedCount * stepsAtOnce)
    zeros = products + rounded(Self.productScratch(scan, arithmetic, stepsAtOnce))
    zeroCount = Self.widestAbsent(scan, model) + 16
    grown = zeros + rounded(zeroCount)
    count = grown + rounded(scan.grownCount)
  }

  /// The most that is read where there is no such step or node: of an input, or of a quantity of a tree.
  private static func widestAbsent(_ scan: ScanPlan, _ model: Model) -> Int {
    let inputs = model.inputs.map(\.shape.count).max() ?? 0
    return scan.regions.reduce(inputs) { most, region in
      guard case .kin(let quantity, _) = region else { return most }
      return max(most, model.quantities[quantity].shape.count)
    }
  }

  private static func productScratch<Number: Scalar>(
    _ scan: ScanPlan, _ arithmetic: Arithmetic<Number>, _ stepsAtOnce: Int
  ) -> Int {
    let contracted = scan.segments.reduce(0) { most, segment in
      guard case .contract(let sum) = segment else { return most }
      let (depth, terms) = sum.inner == 1 ? (stepsAtOnce, 1) : (sum.inner, stepsAtOnce)
      return max(most, arithmetic.productScratch(sum.rows, sum.columns, depth, terms))
    }
    return scan.instructions.reduce(contracted) { most, instruction in
      switch instruction {
      case .product(let product): max(most, arithmetic.productScratch(product.m, product.n, product.k, 1))
      case .sortDescending(_, let rows, _, _), .topK(_, _, let rows, _, _), .sortBy(_, _, let rows, _, _, _):
        max(most, rows)
      default: most
      }
    }
  }
}
