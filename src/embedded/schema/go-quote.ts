export { goQuote } from '../api/go-quote.ts';
