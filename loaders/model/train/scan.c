/* The recurrence of the recurrent layers over [n][m] arrays, m = sentences * channels of one direction.
 * row is the distance of two places, off where the direction's channels begin within a sentence's,
 * h their number, b the sentences, w the channels of both directions. */
#include <stddef.h>

void scan_forward(float *c, const float *z, const float *f, long n, long b, long w)
{
	long h = w / 2;
	for (long t = 0; t < n; t++)
		for (long s = 0; s < b; s++) {
			size_t i = (size_t)(t * b + s) * w;
			for (long k = 0; k < h; k++) {
				float last = t > 0 ? c[i + k - (size_t)b * w] : 0;
				c[i + k] = z[i + k] + f[i + k] * (last - z[i + k]);
			}
		}
	for (long t = n - 1; t >= 0; t--)
		for (long s = 0; s < b; s++) {
			size_t i = (size_t)(t * b + s) * w;
			for (long k = h; k < w; k++) {
				float last = t < n - 1 ? c[i + k + (size_t)b * w] : 0;
				c[i + k] = z[i + k] + f[i + k] * (last - z[i + k]);
			}
		}
}

/* gc is the gradient of c and becomes that of the whole path. */
void scan_backward(float *gz, float *gf, float *gc, const float *z, const float *f, const float *c, long n, long b, long w)
{
	long h = w / 2;
	size_t row = (size_t)b * w;
	for (long t = n - 1; t >= 0; t--)
		for (long s = 0; s < b; s++) {
			size_t i = (size_t)(t * b + s) * w;
			for (long k = 0; k < h; k++) {
				float g = gc[i + k];
				if (t < n - 1)
					g += f[i + k + row] * gc[i + k + row];
				float before = t > 0 ? c[i + k - row] : 0;
				gc[i + k] = g;
				gz[i + k] = g * (1 - f[i + k]);
				gf[i + k] = g * (before - z[i + k]);
			}
		}
	for (long t = 0; t < n; t++)
		for (long s = 0; s < b; s++) {
			size_t i = (size_t)(t * b + s) * w;
			for (long k = h; k < w; k++) {
				float g = gc[i + k];
				if (t > 0)
					g += f[i + k - row] * gc[i + k - row];
				float before = t < n - 1 ? c[i + k + row] : 0;
				gc[i + k] = g;
				gz[i + k] = g * (1 - f[i + k]);
				gf[i + k] = g * (before - z[i + k]);
			}
		}
}
