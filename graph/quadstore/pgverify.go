package quadstore

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// pgFlaws are queries that give what should not be, a text a row. That the indexes of a
// table agree is the database's own business (amcheck looks at it); what can go wrong
// between the tables is looked at here.
var pgFlaws = []string{
	`SELECT 'quad (' || s || ' ' || p || ' ' || o || ' ' || l || ') has a value that is not there' FROM relata_quads q
		WHERE NOT EXISTS (SELECT 1 FROM relata_values WHERE id = q.s) OR NOT EXISTS (SELECT 1 FROM relata_values WHERE id = q.p)
		OR NOT EXISTS (SELECT 1 FROM relata_values WHERE id = q.o) OR (l <> 0 AND NOT EXISTS (SELECT 1 FROM relata_values WHERE id = q.l)) LIMIT 20`,
	`SELECT 'the quads are ' || (SELECT count(*) FROM relata_quads) || ', but the total says ' || (SELECT sum(quads) FROM relata_totals)
		WHERE (SELECT count(*) FROM relata_quads) <> (SELECT sum(quads) FROM relata_totals)`,
	`SELECT 'the values are ' || (SELECT count(*) FROM relata_values) || ', but the total says ' || (SELECT sum(vals) FROM relata_totals)
		WHERE (SELECT count(*) FROM relata_values) <> (SELECT sum(vals) FROM relata_totals)`,
	`SELECT count(*) || ' values have the same key' FROM relata_values GROUP BY vkey HAVING count(*) > 1 LIMIT 20`,
	`SELECT 'quad (' || s || ' ' || p || ' ' || o || ' ' || l || ') is there ' || count(*) || ' times' FROM relata_quads GROUP BY s, p, o, l HAVING count(*) > 1 LIMIT 20`,
}

// pgVerify holds the tables against each other in the snapshot of qs, and reads every value.
func (qs *QuadStore) pgVerify(ctx context.Context) (Report, error) {
	r := qs.pgReader()
	v := &verifier{qs: qs, ctx: ctx}
	err := func() error {
		for _, sql := range pgFlaws {
			var text string
			err := r.query(ctx, func(rows pgx.Rows) error {
				if err := rows.Scan(&text); err != nil {
					return err
				}
				return v.flaw("%s", text)
			}, sql)
			if err != nil {
				return err
			}
		}
		if err := r.checkValues(ctx, v); err != nil {
			return err
		}
		return r.orders(ctx, v)
	}()
	if err == nil {
		err = v.flaws
	}
	if err != nil {
		err = fmt.Errorf("verify: %w", pgNamed(err))
	}
	return Report{Values: v.values, Quads: v.quads}, err
}

// checkValues reads all values and looks whether their keys are theirs.
func (r *pgReader) checkValues(ctx context.Context, v *verifier) error {
	last := int64(0)
	for {
		n := 0
		err := r.query(ctx, func(rows pgx.Rows) error {
			var key, enc []byte
			if err := rows.Scan(&last, &key, &enc); err != nil {
				return err
			}
			n++
			v.values++
			if _, err := readValue(enc); err != nil {
				return v.flaw("value %d: %v", last, err)
			}
			if !bytes.Equal(appendValueKey(nil, enc)[1:], key) {
				return v.flaw("value %d stands under the key %x of another", last, key)
			}
			return nil
		}, `SELECT id, vkey, enc FROM relata_values WHERE id > $1 ORDER BY id LIMIT $2`, last, pgLastPage)
		if err != nil || n < pgLastPage {
			return err
		}
	}
}

// orders walks the quads in each order, as questions do, and compares number and sum.
func (r *pgReader) orders(ctx context.Context, v *verifier) error {
	var first [2]uint64
	for n := range orders {
		it, err := r.walk([]byte{keyOrder + byte(n)}, []byte{keyOrder + byte(n) + 1})
		if err != nil {
			return err
		}
		k := it.(*pgKeys)
		var sum [2]uint64
		for ok := k.First(); ok; ok = k.Next() {
			if err := v.tick.stop(ctx); err != nil {
				return err
			}
			q := &k.rows[k.at].q
			h := q[0]*0x9e3779b97f4a7c15 ^ q[1]*0xc2b2ae3d27d4eb4f ^ q[2]*0x165667b19e3779f9 ^ q[3]*0xd6e8feb86659fd93
			h ^= h >> 29
			sum[0]++
			sum[1] += h * h
		}
		if k.err != nil {
			return k.err
		}
		if n == 0 {
			first = sum
			v.quads = int64(sum[0])
		} else if sum != first {
			if err := v.flaw("order %d has %d quads, the first %d, or others: an index is damaged (REINDEX TABLE relata_quads mends it)", n, sum[0], first[0]); err != nil {
				return err
			}
		}
	}
	return nil
}
