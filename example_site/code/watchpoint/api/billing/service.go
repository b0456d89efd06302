// Package billing knows which plan an organization is on, what it has used of it, and what it owes.
package billing

import (
	"context"
	"database/sql"

	"example.org/watchpoint/api/core"
)

// Stripe is the client of the payment provider; its calls go through a circuit breaker.
type Stripe interface {
	NewCustomer(ctx context.Context, organization string) (customer string, err error)
	NewSubscription(ctx context.Context, customer, price string) (subscription string, err error)
	Checkout(ctx context.Context, customer, price string) (url string, err error)
	Portal(ctx context.Context, customer string) (url string, err error)
	Invoices(ctx context.Context, customer string) ([]Invoice, error)
}

// Invoice is what somebody owes, as Stripe has it; it is never kept.
type Invoice struct {
	Number string `json:"number"`
	Cents  int    `json:"cents"`
	Paid   bool   `json:"paid"`
}

// BillingService makes organizations known to Stripe.
type BillingService struct {
	DB     *sql.DB
	Stripe Stripe
}

// Customer returns the customer that an organization is at Stripe, and makes it one where signup could not.
func (s BillingService) Customer(ctx context.Context, organization string) (string, error) {
	var customer sql.NullString
	err := s.DB.QueryRowContext(ctx, `SELECT stripe_customer FROM organizations
		WHERE id = $1`, organization).Scan(&customer)
	if err != nil || customer.Valid {
		return customer.String, err
	}
	return s.CreateCustomer(ctx, organization)
}

// CreateCustomer registers an organization with Stripe.
func (s BillingService) CreateCustomer(ctx context.Context, organization string) (string, error) {
	customer, err := s.Stripe.NewCustomer(ctx, organization)
	if err != nil {
		return "", err
	}
	return customer, core.Change(ctx, s.DB, `UPDATE organizations SET stripe_customer = $2
		WHERE id = $1`, organization, customer)
}

// CreateSubscription begins a subscription. The plan follows when Stripe says that it was paid for.
func (s BillingService) CreateSubscription(ctx context.Context, organization, price string) error {
	customer, err := s.Customer(ctx, organization)
	if err != nil {
		return err
	}
	subscription, err := s.Stripe.NewSubscription(ctx, customer, price)
	if err != nil {
		return err
	}
	return core.Change(ctx, s.DB, `UPDATE organizations SET stripe_subscription = $2
		WHERE id = $1`, organization, subscription)
}
