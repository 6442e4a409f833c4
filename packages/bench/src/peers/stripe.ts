import Stripe from 'stripe';

// For its size alone: it speaks form encoding and no other API.
export const client = new Stripe('sk_test_example');
